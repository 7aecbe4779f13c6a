import { expect, it, vi } from 'vitest';
import type { RequestRecord } from '../../src/gateway/gateway.ts';
import { startStage } from '../../src/stage.ts';
import { writeOrdersProject } from '../resources/orders-project.ts';

it('ends with requests under way, none of which counts as a defect', async () => {
  const complain = vi.spyOn(console, 'error').mockReturnValue();
  const records: RequestRecord[] = [];
  const project = writeOrdersProject();
  const stage = await startStage({ document: project.document, port: 0, onRequest: (record) => records.push(record) });
  const urls = [`${stage.outputs['httpUrl']}/status`, `${stage.outputs['restUrl']}/orders/o-1`];
  const requests = Array.from({ length: 8 }, (_, index) => fetch(urls[index % 2] ?? '').catch(() => undefined));
  // More than the threads that start at once: some of their invocations wait.
  await vi.waitFor(() => expect(stage.requests.list()).toHaveLength(urls.length * 4), { timeout: 8000, interval: 1 });
  await stage.close();
  await Promise.all(requests);
  project.remove();
  expect(complain).not.toHaveBeenCalled();
  expect(records.map(({ explanation }) => explanation ?? '').filter((text) => text.includes('defect'))).toEqual([]);
  complain.mockRestore();
});
