import type { Clock } from '../clock.ts';
import type { Gateway } from './gateway.ts';

/** Lets answers carry the stage's time in `Date`, where Node would write the host's. */
export function withStageDate(gateway: Gateway, clock: Clock): Gateway {
  return async (request) => {
    const response = await gateway(request);
    if (response.headers.some(([name]) => name.toLowerCase() === 'date')) return response;
    return { ...response, headers: [...response.headers, ['Date', new Date(clock.now()).toUTCString()]] };
  };
}
