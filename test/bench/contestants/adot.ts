import type { Socket } from 'node:dgram';
import { type Contestant, type Edges, type Output, TRACES } from '../contestant.ts';
import { invokeTraced } from '../invoke.ts';
import { requireFrom } from '../peers.ts';
import { replayWorkload } from '../replay.ts';
import { type Exporter, loadSdk } from '../sdk.ts';

/** Its exporter, as far as the benchmark looks into it. */
interface AdotExporter extends Exporter {
  readonly _udpExporter: { readonly _socket: Pick<Socket, 'bind'> & { send(...args: unknown[]): void } };
}

/** AWS's distribution: OTLP in protobuf and base64, to a daemon that unpacks it. On SDK 1.30, the line that it is made for. */
export const ADOT: Contestant = {
  peer: 'adot',
  throughput: [
    {
      name: 'ADOT exporter-xray-udp 0.0.2: encode + base64, traces of 6',
      create: (edges) => exportTraces(edges, false),
    },
    { name: 'ADOT exporter-xray-udp 0.0.2: the same + UDP', create: (edges) => exportTraces(edges, true) },
  ],
  invocation: [
    {
      name: 'ADOT exporter-xray-udp 0.0.2, SDK 1.30',
      create: async ({ udpPort }) => {
        const sdk = loadSdk('adot');
        return invokeTraced(sdk, [sdk.createBatchProcessor(createExporter(udpPort))]);
      },
    },
  ],
};

function createExporter(udpPort: number): AdotExporter {
  const { AwsXrayUdpSpanExporter } = requireFrom('adot')('@aws/aws-distro-opentelemetry-exporter-xray-udp') as {
    AwsXrayUdpSpanExporter: new (endpoint: string) => AdotExporter;
  };
  return new AwsXrayUdpSpanExporter(`127.0.0.1:${udpPort}`);
}

/** It answers before its datagram has left: what is measured goes on until it has. */
async function exportTraces({ udpPort }: Edges, isSending: boolean): Promise<() => Promise<Output>> {
  const traces = replayWorkload(loadSdk('adot'), TRACES);
  const exporter = createExporter(udpPort);
  const {
    _udpExporter: { _socket: socket },
  } = exporter;
  // Bound before its `send` is stood in for, which a socket that is not bound yet calls once more.
  await new Promise<void>((resolve) => socket.bind(0, resolve));
  const send = socket.send.bind(socket) as Socket['send'];
  let output = { bytes: 0, datagrams: 0 };
  let sent: Promise<unknown> = Promise.resolve();
  socket.send = (buffer, port, host) => {
    output = { bytes: output.bytes + (buffer as Buffer).length, datagrams: output.datagrams + 1 };
    if (isSending) sent = new Promise((resolve) => send(buffer as Buffer, port as number, host as string, resolve));
  };
  return async () => {
    output = { bytes: 0, datagrams: 0 };
    for (const trace of traces) {
      exporter.export(trace, () => {});
      if (isSending) await sent;
    }
    return output;
  };
}
