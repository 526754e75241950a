import { fromXRayTraceId, isSpanId, toXRayTraceId } from '@otel-xray/segments';

/**
 * What a header says about recording the trace.
 *
 * - `sampled`: `Sampled=1`, the caller records it.
 * - `notSampled`: `Sampled=0`, nobody shall record it.
 * - `requested`: `Sampled=?`, the caller leaves it to the callee and would like to hear the answer.
 *
 * @see AWS X-Ray developer guide, "Tracing header".
 */
export type SamplingDecision = 'sampled' | 'notSampled' | 'requested';

/** A trace header, read: `Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1`. */
export interface TraceHeader {
  /** `Root` as an OpenTelemetry trace id: 32 lower-case hex digits, not all zero: `6553f100a1b2c3d4e5f60718293a4b5c`. */
  readonly traceId: string;
  /**
   * `Parent`: the id of the calling segment or subsegment, 16 lower-case hex digits, not all zero. Absent where the
   * sender makes no segment: load balancers, API Gateway without tracing, Lambda that passes a header through.
   */
  readonly parentId?: string;
  /** `Sampled`. Absent when the header has none, an empty one, or a value other than `1`, `0` and `?`. */
  readonly sampling?: SamplingDecision;
  /** `Self`: what a load balancer adds to a header that came in; it ends with that hop. 1 to 256 visible characters. */
  readonly self?: string;
  /** `Lineage`: what Lambda adds to find functions that call themselves. Opaque; 1 to 256 visible characters. */
  readonly lineage?: string;
}

/**
 * UTF-16 units of the longest header that is read; a longer one is malformed, so that a hostile header costs nothing.
 * Our own choice: real headers have some 200, and Node takes 16 KiB for all headers of a request together.
 */
const MAX_HEADER_LENGTH = 8192;

/** Longest `Self` or `Lineage`. We pass `Lineage` on, and no caller may make our requests too large for the next hop. */
const MAX_TOKEN_LENGTH = 256;

type FieldName = 'root' | 'parent' | 'sampled' | 'self' | 'lineage';
const FIELD_NAMES: ReadonlySet<string> = new Set<FieldName>(['root', 'parent', 'sampled', 'self', 'lineage']);

/**
 * The parts of a trace header; `undefined` when it is malformed: no `Root`, a `Root` or `Parent` that is no id, or more
 * than 8,192 characters. Never throws.
 *
 * - Fields come in any order, with spaces around each key and value. Keys may have any case but must match in full
 *   (`RootX=` is not `Root=`). Unknown fields, and parts without `=`, are skipped.
 * - Hex digits may have any case and are given in lower case, so that two services never write one id in two ways.
 * - Of a field that stands twice the last counts, also when it is wrong; an empty value counts as an absent field.
 * - A comma in one of the five fields ends the header: HTTP joins two headers of one name in that way, and the first is
 *   meant. Without this rule, the ids of two traces would mix.
 * - A `Sampled` that is none of `1`, `0` and `?`, and a `Self` or `Lineage` that is too long or has characters other
 *   than visible ASCII, are left out: the ids are still worth having.
 *
 * @example
 * parseTraceHeader('Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Sampled=?');
 * // { traceId: '6553f100a1b2c3d4e5f60718293a4b5c', sampling: 'requested' }
 * @see AWS X-Ray developer guide, "Tracing header"; Application Load Balancer user guide, "Request tracing" (`Self`).
 */
export function parseTraceHeader(header: string): TraceHeader | undefined {
  // The type forbids it, but headers come from carriers that hold anything.
  if (typeof header !== 'string' || header.length > MAX_HEADER_LENGTH) return undefined;
  const fields = readFields(header);
  const traceId = fromXRayTraceId((fields.get('root') ?? '').toLowerCase());
  const parentId = (fields.get('parent') ?? '').toLowerCase();
  if (traceId === undefined || (parentId !== '' && !isSpanId(parentId))) return undefined;
  const sampling = toSamplingDecision(fields.get('sampled'));
  const self = fields.get('self');
  const lineage = fields.get('lineage');
  return {
    traceId,
    ...(parentId !== '' && { parentId }),
    ...(sampling !== undefined && { sampling }),
    ...(isToken(self) && { self }),
    ...(isToken(lineage) && { lineage }),
  };
}

/**
 * The text of a trace header, as it goes over the wire; `undefined` when a part is not as {@link TraceHeader} says, so
 * that what is written can always be read back and is always fit for an HTTP header. Never throws.
 *
 * @example
 * formatTraceHeader({ traceId: '6553f100a1b2c3d4e5f60718293a4b5c', parentId: '53995c3f42cd8ad8', sampling: 'sampled' });
 * // 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1'
 */
export function formatTraceHeader(header: TraceHeader): string | undefined {
  const { traceId, parentId, sampling, self, lineage } = (header as TraceHeader | null | undefined) ?? { traceId: '' };
  const root = toXRayTraceId(traceId);
  if (root === undefined || (parentId !== undefined && !isSpanId(parentId))) return undefined;
  if (sampling !== undefined && !Object.hasOwn(SAMPLED_VALUES, sampling)) return undefined;
  if ((self !== undefined && !isToken(self)) || (lineage !== undefined && !isToken(lineage))) return undefined;
  let text = `Root=${root}`;
  if (parentId !== undefined) text += `;Parent=${parentId}`;
  if (sampling !== undefined) text += `;Sampled=${SAMPLED_VALUES[sampling]}`;
  if (self !== undefined) text += `;Self=${self}`;
  if (lineage !== undefined) text += `;Lineage=${lineage}`;
  return text;
}

/** The last value of each known field, trimmed. */
function readFields(header: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    if (!FIELD_NAMES.has(name)) continue;
    const comma = part.indexOf(',', equals);
    fields.set(name, part.slice(equals + 1, comma < 0 ? undefined : comma).trim());
    if (comma >= 0) break;
  }
  return fields;
}

const SAMPLED_VALUES: Readonly<Record<SamplingDecision, string>> = { sampled: '1', notSampled: '0', requested: '?' };

function toSamplingDecision(value: string | undefined): SamplingDecision | undefined {
  switch (value) {
    case '1':
      return 'sampled';
    case '0':
      return 'notSampled';
    case '?':
      return 'requested';
    default: // Absent, empty, or a word of a later version: undecided, which is what the options are for.
      return undefined;
  }
}

// One character class and no alternatives: the time is linear in a length that is checked first.
const VISIBLE_CHARACTERS = /^[!-~]+$/;

/** Whether a value can stand in a field and in an HTTP header: no `;` or `,`, no space, no line break. */
function isToken(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_TOKEN_LENGTH) return false;
  return VISIBLE_CHARACTERS.test(value) && !value.includes(';') && !value.includes(',');
}
