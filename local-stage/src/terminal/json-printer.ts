import type { Printer } from './printer.ts';

/** For machines: one JSON document a line, each with its `type`. */
export function createJsonPrinter(write: (text: string) => void): Printer {
  const print = (type: string, members: object) => write(`${JSON.stringify({ type, ...members })}\n`);
  return {
    onReady: ({ boot, urls, awsEndpoint, controlUrl, outputs }) =>
      print('ready', { ms: Math.round(performance.now()), boot, urls, awsEndpoint, controlUrl, outputs }),
    onRequest: (record) => print('request', record),
    onFunctionLog: (event) => print('functionLog', event),
    onNotice: (message) => print('notice', { message }),
    onReload: (ms) => print('reload', { ms: Math.round(ms) }),
    onReloadRefused: (message) => print('reloadRefused', { message }),
    onStop: () => print('stop', {}),
  };
}
