import { createUdpSender, InProgressSpanProcessor, XRaySpanExporter } from '@otel-xray/exporter';
import type { ReadableSpan } from '@otel-xray/segments';
import { toBatch } from '../../../packages/exporter/src/pipeline.ts';
import { type Contestant, type Edges, type Output, toBatches, TRACES } from '../contestant.ts';
import { invokeTraced } from '../invoke.ts';
import { replayWorkload } from '../replay.ts';
import { loadSdk } from '../sdk.ts';

/** The row that the goals are about. */
export const OWN = 'otel-xray: translate + assemble + encode, traces of 6';

/** The invocation that the goals are about: the socket is opened while the function loads, as the Lambda package does. */
export const OWN_INVOCATION = 'otel-xray';

/** Spans in one export of a busy process, whole traces of six. */
const FULL_BATCH = 510;

/** The project's own packages, from their sources. */
export const OWN_ROWS: Contestant = {
  throughput: [
    { name: OWN, create: () => encodeInBatches(6, true) },
    { name: 'otel-xray: the same, batches of 510', create: () => encodeInBatches(FULL_BATCH, true) },
    { name: 'otel-xray: the same, a document per span', create: () => encodeInBatches(6, false) },
    { name: 'otel-xray: exporter + UDP, traces of 6', create: (edges) => exportInBatches(6, edges) },
    { name: 'otel-xray: exporter + UDP, batches of 510', create: (edges) => exportInBatches(FULL_BATCH, edges) },
  ],
  invocation: [
    { name: OWN_INVOCATION, create: (edges) => createInvocation(edges, {}) },
    {
      name: 'otel-xray, with the in-progress datagram',
      create: (edges) => createInvocation(edges, { inProgress: true }),
    },
    {
      name: 'otel-xray, socket opened by the first flush',
      create: (edges) => createInvocation(edges, { isOpen: false }),
    },
  ],
};

async function encodeInBatches(spansPerBatch: number, nesting: boolean): Promise<() => Output> {
  const batches = toBatches(replayWorkload(loadSdk('sdk3'), TRACES), spansPerBatch);
  const options = { translate: {}, nesting };
  return () => {
    let [bytes, datagrams] = [0, 0];
    for (const batch of batches) {
      for (const { length } of toBatch(batch, options).datagrams) {
        bytes += length;
        datagrams += 1;
      }
    }
    return { bytes, datagrams };
  };
}

async function exportInBatches(spansPerBatch: number, { udpPort }: Edges): Promise<() => Promise<Output>> {
  const batches = toBatches(replayWorkload(loadSdk('sdk3'), TRACES), spansPerBatch);
  const sender = createUdpSender({ daemonAddress: `127.0.0.1:${udpPort}` });
  await sender.open();
  const exporter = new XRaySpanExporter({ sender });
  return async () => {
    const before = exporter.stats();
    for (const batch of batches) await exportBatch(exporter, batch);
    const after = exporter.stats();
    return { bytes: after.bytes - before.bytes, datagrams: after.datagrams - before.datagrams };
  };
}

function exportBatch(exporter: XRaySpanExporter, spans: readonly ReadableSpan[]): Promise<void> {
  return new Promise((resolve, reject) => {
    exporter.export(spans, ({ error }) => (error === undefined ? resolve() : reject(error)));
  });
}

async function createInvocation(
  { udpPort }: Edges,
  { inProgress = false, isOpen = true }: { readonly inProgress?: boolean; readonly isOpen?: boolean },
): Promise<() => Promise<void>> {
  const sdk = loadSdk('sdk3');
  const sender = createUdpSender({ daemonAddress: `127.0.0.1:${udpPort}` });
  if (isOpen) await sender.open();
  const processor = sdk.createBatchProcessor(new XRaySpanExporter({ sender }));
  const processors = inProgress ? [new InProgressSpanProcessor({ sender, enabled: true }), processor] : [processor];
  return invokeTraced(sdk, processors);
}
