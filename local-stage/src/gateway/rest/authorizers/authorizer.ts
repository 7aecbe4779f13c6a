import type { Exchange } from '../exchange.ts';
import type { Refusal } from '../refusal.ts';

/** Lets a request pass, having put what it found into the exchange, or refuses it. */
export type Authorizer = (exchange: Exchange) => Refusal | undefined | Promise<Refusal | undefined>;
