import { monotonicFactory } from 'ulid';
import type { Clock } from './clock.ts';

const ulid = monotonicFactory();

/** A new ULID: later ones sort after earlier ones of the same execution environment. */
export const newId = (clock: Clock): string => ulid(clock.now().getTime());
