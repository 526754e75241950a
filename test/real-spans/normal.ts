import type { SegmentDocument, StackFrame, Subsegment } from '@otel-xray/segments';

/** What two runs of one program never have in common, by what stands instead of it. */
const VOLATILE: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/(?<=")1-[0-9a-f]{8}-[0-9a-f]{24}(?=")/g, 'trace'],
  [/(?<=")[0-9a-f]{16}(?=")/g, 'id'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'uuid'],
  [/\b[0-9A-Z]{52}\b/g, 'request'],
  [/\b[0-9A-F]{13}-[0-9A-F]{2}\b/g, 'request'],
  [/\b[0-9A-F]{16}(?=:error)/g, 'thread'],
];

/** Ports from here on are those that a caller's side is given for one connection. */
const FIRST_EPHEMERAL_PORT = 32_768;

/**
 * The documents as the golden files have them, so that they can be read and two SDK lines compared: without times, with `trace1`,
 * `id2`, … for ids in the order in which they first stand there, with frames as lines of text (but for those in packages), with the resource's attributes as
 * their number (the group `resources` has them whole) and without the SDK's version.
 */
export function normalise(
  documents: readonly SegmentDocument[],
  { withResource }: { withResource: boolean },
): unknown[] {
  let text = JSON.stringify(documents.map((document) => simplify(document, withResource)));
  for (const [pattern, name] of VOLATILE) {
    const seen = new Map<string, string>();
    text = text.replace(pattern, (found) => {
      if (!seen.has(found)) seen.set(found, `${name}${seen.size + 1}`);
      return seen.get(found) as string;
    });
  }
  return JSON.parse(text) as unknown[];
}

function simplify({ start_time: _start, end_time: _end, ...document }: Subsegment, withResource: boolean): object {
  const { aws, cause, metadata, subsegments } = document;
  return {
    ...document,
    ...(cause && {
      cause: {
        exceptions: cause.exceptions.map((exception) => ({
          ...exception,
          ...(exception.stack && { stack: toLines(exception.stack) }),
        })),
      },
    }),
    ...(aws?.xray && { aws: { ...aws, xray: { ...aws.xray, sdk_version: 'any' } } }),
    ...(metadata && { metadata: simplifyMetadata(metadata, withResource) }),
    ...(subsegments && { subsegments: subsegments.map((child) => simplify(child, withResource)) }),
  };
}

const IN_PACKAGES = '… in packages';

/** Frames in other people's packages, which differ between the lines, are told once for each run of them. */
function toLines(stack: readonly StackFrame[]): string[] {
  const lines = stack.map(({ label, path, line }) =>
    path.includes('/node_modules/') ? IN_PACKAGES : `${label} | ${path} | ${line}`,
  );
  return lines.filter((line, index) => line !== IN_PACKAGES || lines[index - 1] !== IN_PACKAGES);
}

type Metadata = NonNullable<SegmentDocument['metadata']>;

function simplifyMetadata({ default: attributes = {}, otel, ...others }: Metadata, withResource: boolean): object {
  const isResource = (key: string): boolean => key.startsWith('otel.resource.');
  const kept = Object.entries(attributes).filter(([key]) => withResource || !isResource(key));
  const resource = Object.keys(attributes).filter(isResource).length;
  const simple = {
    ...(!withResource && resource > 0 && { 'otel.resource.*': resource }),
    ...Object.fromEntries(kept.map(([key, value]) => [key, isVolatile(key, value) ? 'any' : value])),
  };
  return {
    ...(Object.keys(simple).length > 0 && { default: simple }),
    ...(otel && { otel: withoutEventTimes(otel) }),
    ...others,
  };
}

function isVolatile(key: string, value: unknown): boolean {
  return (
    key === 'otel.resource.telemetry.sdk.version' || (key.endsWith('.port') && Number(value) >= FIRST_EPHEMERAL_PORT)
  );
}

function withoutEventTimes({ events, ...others }: Metadata[string]): object {
  if (!Array.isArray(events)) return others;
  return { ...others, events: (events as readonly { time: number }[]).map(({ time: _time, ...event }) => event) };
}
