import { readFileSync } from 'node:fs';
import '@otel-xray/testing/vitest';
import { expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { readOrder, type ReadOrder, traceCall } from '../src/order-store.ts';
import { ORDER_IS_READ } from './contract.ts';
import { collector, flush } from './telemetry.ts';

/** The change of the README: an order is looked up by an index first, for those who mistype its id. */
const readOrderByIndex: ReadOrder = async (id) => {
  await traceCall('Query', async () => undefined);
  return readOrder(id);
};

test('the README shows the message that the contract gives for the change that it shows', async () => {
  await createApp({ readOrder: readOrderByIndex }).request('https://shop.example/orders/A-17');
  await flush();
  const check = (): void => expect(collector.documents).toMatchTrace(ORDER_IS_READ);
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, message = ''] = /^```text\n(expected the trace.*?)\n^```$/ms.exec(readme) ?? [];
  expect(message).not.toBe('');
  expect(check).toThrow(new RegExp(`^${RegExp.escape(message)}$`));
});
