import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ReadableSpan } from '@otel-xray/segments';

/** Spans of one trace and one scenario, as an instrumentation on one SDK line emitted them. */
export interface RealTrace {
  /** `sdk3.aws.017`: set of versions, group, number. */
  readonly name: string;
  /** The program: `aws`, `db`, `http`, … */
  readonly group: string;
  /** `sdk2`, `sdk3`, or `older` for what was current in mid-2025. */
  readonly set: string;
  /** `OTEL_SEMCONV_STABILITY_OPT_IN=http`, or `''`: variables that decide which attributes there are. */
  readonly env: string;
  /** A plain sentence. */
  readonly scenario: string;
  readonly spans: readonly ReadableSpan[];
}

/** A line of the file. */
interface Line {
  readonly trace: string;
  readonly group: string;
  readonly line: string;
  readonly release: string;
  readonly scenario: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly span: Omit<ReadableSpan, 'spanContext'> & {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceFlags: number;
  };
}

/** All traces of the file, in its order; of another file of the same form (`.jsonl`, plain or gzipped) if `path` names one. */
export function loadTraces(path?: string): RealTrace[] {
  const file = readFileSync(path ?? new URL('spans.jsonl.gz', import.meta.url));
  const text = (path?.endsWith('.jsonl') ? file : gunzipSync(file)).toString('utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return toTraces(lines.map((line) => JSON.parse(line, revive) as Line));
}

// Two scenarios may continue the same remote trace: they are two all the same.
function toTraces(lines: readonly Line[]): RealTrace[] {
  const byScenario = Map.groupBy(lines, ({ trace, scenario }) => `${trace}|${scenario}`);
  return [...byScenario.values()].map((all) => {
    const { trace, group, line, release, scenario, env = {} } = all[0] as Line;
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    return {
      name: trace,
      group,
      set: release === 'newest' ? line : 'older',
      env: variables.join(' '),
      scenario,
      spans: all.map(({ span }) => toSpan(span)),
    };
  });
}

function toSpan({ traceId, spanId, traceFlags, ...members }: Line['span']): ReadableSpan {
  const lists = { events: [], links: [] };
  const counts = { droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 };
  const resource = share(members.resource);
  return {
    ended: true,
    ...lists,
    ...counts,
    ...members,
    resource,
    spanContext: () => ({ traceId, spanId, traceFlags }),
  };
}

const resources = new Map<string, ReadableSpan['resource']>();

/** One object for all equal resources, as the spans of a provider share it. */
function share(resource: ReadableSpan['resource']): ReadableSpan['resource'] {
  const key = JSON.stringify(resource);
  const known = resources.get(key) ?? resource;
  resources.set(key, known);
  return known;
}

/** Values that JSON lacks: `{"$number":"NaN"}`, `{"$bytes":"<base64>"}`, `{"$undefined":true}`. */
function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$number' in value) return Number(value.$number);
  if ('$bytes' in value) return new Uint8Array(Buffer.from(String(value.$bytes), 'base64'));
  return '$undefined' in value ? undefined : value;
}
