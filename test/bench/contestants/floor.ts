import { createSocket, type Socket } from 'node:dgram';
import { HEADER_LINE } from '@otel-xray/segments';
import { toBatch } from '../../../packages/exporter/src/pipeline.ts';
import { type Contestant, passOver, TRACES } from '../contestant.ts';
import { invokeTraced } from '../invoke.ts';
import { replayWorkload } from '../replay.ts';
import { type Exporter, loadSdk } from '../sdk.ts';

/** What every other row of a span's cost is compared with. */
export const FLOOR = 'floor: ready documents, JSON.stringify + Buffer.from';

/** The invocation that others are compared with: an SDK that hands its spans to nobody. */
export const NO_EXPORT = 'SDK 3.x, an exporter that does nothing';

/** The invocation with nothing around it. */
export const NO_TRACING = 'no tracing';

/** The same, and a datagram: what an exporter that has nothing to do would add. */
const READY_DATAGRAM = 'floor: SDK 3.x, a ready datagram of 2.7 kB';
/** As many as ours has. */
const INVOCATION_BYTES = 2_706;

/** What cannot be done in less: writing documents that are there already, sending buffers that are. */
export const FLOORS: Contestant = {
  throughput: [
    { name: FLOOR, create: async () => passOver(readyDocuments(true), toDatagram) },
    {
      name: 'floor: the same, a document per span',
      create: async () => passOver(readyDocuments(false), toDatagram),
    },
    {
      name: 'floor: ready buffers, connected socket, a datagram per trace',
      create: async ({ udpPort }) => {
        const socket = await connect(udpPort);
        const buffers = readyDocuments(true).map(toDatagram);
        return async () => {
          for (const buffer of buffers) await new Promise((sent) => socket.send(buffer, sent));
          return { bytes: buffers.reduce((sum, { length }) => sum + length, 0), datagrams: buffers.length };
        };
      },
    },
  ],
  invocation: [
    { name: NO_TRACING, create: async () => async () => void (await fiveTurns()) },
    {
      name: NO_EXPORT,
      create: async () => {
        const sdk = loadSdk('sdk3');
        const exporter: Exporter = { export: (_spans, done) => done({ code: 0 }), shutdown: async () => {} };
        return invokeTraced(sdk, [sdk.createBatchProcessor(exporter)]);
      },
    },
    {
      name: READY_DATAGRAM,
      create: async ({ udpPort }) => {
        const sdk = loadSdk('sdk3');
        const socket = await connect(udpPort);
        const datagram = Buffer.alloc(INVOCATION_BYTES, ' ');
        const exporter: Exporter = {
          export: (_spans, done) => socket.send(datagram, () => done({ code: 0 })),
          shutdown: async () => {},
        };
        return invokeTraced(sdk, [sdk.createBatchProcessor(exporter)]);
      },
    },
  ],
};

/** Plain objects, whatever our own way makes of them. */
function readyDocuments(nesting: boolean): readonly unknown[] {
  return replayWorkload(loadSdk('sdk3'), TRACES).flatMap((trace) =>
    toBatch(trace, { translate: {}, nesting }).datagrams.map(
      (datagram) => JSON.parse(datagram.toString().slice(HEADER_LINE.length)) as unknown,
    ),
  );
}

function toDatagram(document: unknown): Buffer {
  return Buffer.from(HEADER_LINE + JSON.stringify(document));
}

async function connect(port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.connect(port, '127.0.0.1', resolve));
  return socket;
}

async function fiveTurns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}
