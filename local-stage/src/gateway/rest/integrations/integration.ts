import type { GatewayResponse } from '../../gateway.ts';
import type { Exchange } from '../exchange.ts';
import type { Refusal } from '../refusal.ts';

/** Answers a request that passed every check; a refusal where the integration gave nothing to answer with. */
export type Integration = (exchange: Exchange) => GatewayResponse | Refusal | Promise<GatewayResponse | Refusal>;
