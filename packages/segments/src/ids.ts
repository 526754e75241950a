import type { XRayTraceId } from './document.ts';

const XRAY_TRACE_ID = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/;
const ZERO_TRACE_ID = '0'.repeat(32);
const ZERO_SPAN_ID = '0'.repeat(16);

/**
 * The X-Ray form of an OpenTelemetry trace id: `1-6553f100-a1b2c3d4e5f60718293a4b5c`.
 *
 * Returns `undefined` unless `traceId` is 32 lower-case hex digits, not all zero. Never throws.
 *
 * @example
 * toXRayTraceId('6553f100a1b2c3d4e5f60718293a4b5c'); // '1-6553f100-a1b2c3d4e5f60718293a4b5c'
 * @see AWS X-Ray developer guide, "Sending trace data": W3C ids are taken; their first digits need not be a time.
 */
export function toXRayTraceId(traceId: string): XRayTraceId | undefined {
  if (traceId === lastTraceId) return lastXRayTraceId;
  if (!isTraceId(traceId)) return undefined;
  lastTraceId = traceId;
  lastXRayTraceId = `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
  return lastXRayTraceId;
}

// The spans of a batch are mostly of one trace. What is kept follows from the id alone: two copies of this module differ in speed only.
let lastTraceId: string | undefined;
let lastXRayTraceId: XRayTraceId | undefined;

/**
 * The OpenTelemetry form of an X-Ray trace id: 32 hex digits.
 *
 * Returns `undefined` unless `xrayTraceId` is version 1 with lower-case hex digits, not all zero. Never throws.
 *
 * @example
 * fromXRayTraceId('1-6553f100-a1b2c3d4e5f60718293a4b5c'); // '6553f100a1b2c3d4e5f60718293a4b5c'
 */
export function fromXRayTraceId(xrayTraceId: string): string | undefined {
  const parts = XRAY_TRACE_ID.exec(xrayTraceId);
  if (parts === null) return undefined;
  const traceId = `${parts[1]}${parts[2]}`;
  return traceId === ZERO_TRACE_ID ? undefined : traceId;
}

/** Whether `traceId` is 32 lower-case hex digits, not all zero. */
export function isTraceId(traceId: unknown): traceId is string {
  return typeof traceId === 'string' && traceId.length === 32 && isHex(traceId) && traceId !== ZERO_TRACE_ID;
}

/** Whether `spanId` is 16 lower-case hex digits, not all zero. */
export function isSpanId(spanId: unknown): spanId is string {
  return typeof spanId === 'string' && spanId.length === 16 && isHex(spanId) && spanId !== ZERO_SPAN_ID;
}

// Each span has two ids to look at: no regular expression, and no way out of the loop.
function isHex(text: string): boolean {
  let others = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // Below zero for `0` to `9`, and for `a` to `f`.
    others |= ~((code - 58) & (47 - code)) & ~((code - 103) & (96 - code));
  }
  return others >= 0;
}

/**
 * A 16-digit id that follows from its seeds: the same in every process, so that translating a span twice gives the same
 * documents. Not for secrets. Two rounds of a 32-bit multiplicative hash; never all zero.
 *
 * @param seeds - texts that together name the thing: the trace id, the span id, what it is for.
 */
export function deriveId(...seeds: readonly (string | number)[]): string {
  // As signed 32-bit integers: the engine would reckon in doubles.
  let high = 0x9e3779b9 | 0;
  let low = 0x85ebca6b | 0;
  for (const seed of seeds) {
    const text = `${seed}|`;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      high = Math.imul(high ^ unit, 0x01000193) ^ (low >>> 15);
      low = Math.imul(low ^ unit, 0x5bd1e995) ^ (high >>> 13);
    }
  }
  return toHex32(high ^ (high >>> 16)) + toHex32((low ^ (low >>> 14)) | 1);
}

/** The id of the service's segment that a call is given where no span of the service stands around it. */
export function serviceIdOf(traceId: string, spanId: string): string {
  return deriveId(traceId, spanId, 'service');
}

/**
 * The parent id that stands for "this trace, but no known parent".
 *
 * A trace header may name a trace without a parent (`Root` alone), which an OpenTelemetry `SpanContext` cannot say. The
 * propagator writes this id there; `translate` recognises it and leaves the parent out.
 */
export function toRootOnlyParentId(traceId: string): string {
  return deriveId(traceId, 'root-only');
}

const DIGITS = '0123456789abcdef';

// Digit by digit: above 31 bits, `toString` takes ten times as long.
function toHex32(value: number): string {
  let hex = '';
  for (let shift = 28; shift >= 0; shift -= 4) hex += DIGITS[(value >>> shift) & 15];
  return hex;
}
