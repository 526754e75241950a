import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ReadableSpan, TranslateOptions } from '@otel-xray/segments';
import { spansFromOtlp } from '@otel-xray/segments';

/** A span with the documents that the Collector's exporter really made of it. `test/vectors/README.md` tells how. */
export interface Vector {
  readonly id: string;
  readonly spans: readonly ReadableSpan[];
  readonly options: TranslateOptions;
  readonly documents: readonly object[];
}

interface Line {
  readonly id: string;
  readonly config?: {
    readonly index_all_attributes?: boolean;
    readonly indexed_attributes?: readonly string[];
    readonly aws_log_groups?: readonly string[];
  };
  readonly otlp: object;
  readonly documents: readonly object[];
}

/** All vectors that a JavaScript span can express. */
export function loadVectors(): Vector[] {
  const file = new URL('../vectors/collector.jsonl.gz', import.meta.url);
  return parseVectors(gunzipSync(readFileSync(file)).toString('utf8'));
}

/** One vector a line. */
function parseVectors(text: string): Vector[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => toVector(JSON.parse(line) as Line));
}

function toVector({ id, config, otlp, documents }: Line): Vector {
  const options: TranslateOptions = {
    lambdaRoot: 'segment',
    sqlText: 'asIs',
    ...(config?.index_all_attributes !== undefined && { indexAllAttributes: config.index_all_attributes }),
    ...(config?.indexed_attributes !== undefined && { indexedAttributes: config.indexed_attributes }),
    ...(config?.aws_log_groups !== undefined && { logGroupNames: config.aws_log_groups }),
  };
  return { id, spans: [...spansFromOtlp(otlp)], options, documents };
}
