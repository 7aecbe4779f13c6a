/** Things that a run has made on the stage and requests are about: the newest of them. */
export class Pool<T> {
  readonly #items: T[] = [];
  readonly #most: number;

  constructor(most = 400) {
    this.#most = most;
  }

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    if (this.#items.length >= this.#most) this.#items.shift();
    this.#items.push(item);
  }

  /** The same number gives the same item while the pool stays as it is. */
  pick(number: number): T | undefined {
    return this.#items[number % Math.max(this.#items.length, 1)];
  }

  /** Picks for a request after which nobody else shall. */
  take(number: number): T | undefined {
    return this.#items.splice(number % Math.max(this.#items.length, 1), 1)[0];
  }

  removeWhere(isGone: (item: T) => boolean): void {
    const left = this.#items.filter((item) => !isGone(item));
    this.#items.splice(0, this.#items.length, ...left);
  }
}
