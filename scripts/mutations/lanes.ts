/**
 * Works through items with several workers at once, and hands the results on in the items' order,
 * each as soon as all before it are there.
 *
 * @throws what `work` throws first; nothing new is begun then.
 */
export async function inLanes<Item, Worker, Result>(
  items: readonly Item[],
  workers: readonly Worker[],
  work: (item: Item, worker: Worker) => Promise<Result>,
  onResult: (item: Item, result: Result) => void,
): Promise<void> {
  const done = new Map<number, Result>();
  let next = 0;
  let reported = 0;
  let failed = false;
  const lane = async (worker: Worker) => {
    while (!failed && next < items.length) {
      const position = next;
      next += 1;
      const item = items[position] as Item;
      done.set(position, await work(item, worker));
      while (done.has(reported)) {
        onResult(items[reported] as Item, done.get(reported) as Result);
        done.delete(reported);
        reported += 1;
      }
    }
  };
  await Promise.all(
    workers.map((worker) =>
      lane(worker).catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ),
  );
}
