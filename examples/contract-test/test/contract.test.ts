import { fileURLToPath } from 'node:url';
import { invoke, normalizeTrace } from '@otel-xray/testing';
import '@otel-xray/testing/vitest';
import { beforeEach, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { readOrder } from '../src/order-store.ts';
import { handler } from '../src/receipt.ts';
import { ORDER_IS_READ } from './contract.ts';
import { collector, flush } from './telemetry.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

beforeEach(() => collector.clear());

test('reading an order', async () => {
  await createApp({ readOrder }).request('https://shop.example/orders/A-17');
  await flush();
  expect(collector.documents).toMatchTrace(ORDER_IS_READ);
});

test('an order that there is not', async () => {
  await createApp({ readOrder }).request('https://shop.example/orders/B-1');
  await flush();
  expect(collector.documents[0]).toHaveError();
  expect(collector.documents[0]).not.toHaveFault();
});

test('the receipt function, when it fails', async () => {
  const traceHeader = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';
  const { documents } = await invoke(handler, { orderId: 'B-1' }, { traceHeader, collector, flush });
  expect(normalizeTrace(documents, { root })).toMatchSnapshot();
});
