import type { ReadableSpan } from '@otel-xray/segments';
import { type Contestant, passOver, type ThroughputRow, toBatches, TRACES } from '../contestant.ts';
import { invokeTraced } from '../invoke.ts';
import { requireFrom } from '../peers.ts';
import { replayWorkload } from '../replay.ts';
import { type Exporter, loadSdk } from '../sdk.ts';

interface Serializer {
  serializeRequest(spans: readonly ReadableSpan[]): Uint8Array;
}

/** OpenTelemetry's own exporters, which want a Collector on the way to X-Ray. */
export const OTLP: Contestant = {
  peer: 'otlp',
  throughput: [serialize('json', 6), serialize('json', 510), serialize('protobuf', 6), serialize('protobuf', 510)],
  invocation: [
    {
      name: 'OTLP/HTTP json 0.301, SDK 3.x',
      create: async ({ httpPort }) => {
        const sdk = loadSdk('otlp');
        const { OTLPTraceExporter } = requireFrom('otlp')('@opentelemetry/exporter-trace-otlp-http') as {
          OTLPTraceExporter: new (options: object) => Exporter;
        };
        const exporter = new OTLPTraceExporter({ url: `http://127.0.0.1:${httpPort}/v1/traces` });
        return invokeTraced(sdk, [sdk.createBatchProcessor(exporter)]);
      },
    },
  ],
};

function serialize(format: 'json' | 'protobuf', spansPerBatch: number): ThroughputRow {
  return {
    name: `otlp-transformer 0.301: ${format}, batches of ${spansPerBatch}`,
    create: async () => {
      const transformer = requireFrom('otlp')('@opentelemetry/otlp-transformer') as Record<string, Serializer>;
      const serializer = transformer[
        format === 'json' ? 'JsonTraceSerializer' : 'ProtobufTraceSerializer'
      ] as Serializer;
      const batches = toBatches(replayWorkload(loadSdk('otlp'), TRACES), spansPerBatch);
      return passOver(batches, (batch) => serializer.serializeRequest(batch));
    },
  };
}
