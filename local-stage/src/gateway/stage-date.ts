import type { Clock } from '../clock.ts';
import type { Gateway } from './gateway.ts';

/** Lets answers carry the stage's time in `Date`, where Node would write the host's. */
export function withStageDate(gateway: Gateway, clock: Clock): Gateway {
  let second = Number.NaN;
  let date = '';
  const dateOf = (epochMs: number) => {
    if (Math.floor(epochMs / 1000) !== second) {
      second = Math.floor(epochMs / 1000);
      date = new Date(epochMs).toUTCString();
    }
    return date;
  };
  return async (request) => {
    const response = await gateway(request);
    if (response.headers.some(([name]) => name.toLowerCase() === 'date')) return response;
    return { ...response, headers: [...response.headers, ['Date', dateOf(clock.now())]] };
  };
}
