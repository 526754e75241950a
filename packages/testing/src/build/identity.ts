import { toXRayTraceId, type XRayTraceId } from '@otel-xray/segments';

/** Which span or document it is: what a builder starts from. */
export interface Identity {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly id: string;
  /** Milliseconds since 1970, whole. */
  readonly startMillis: number;
}

/** All that is built without a wish of its own is of this trace. */
export const TRACE_ID = '6553f100a1b2c3d4e5f60718293a4b5c';
/** 2023-11-14T22:13:20Z. */
export const START_MILLIS = 1_700_000_000_000;
/** How long what is built takes. */
export const DURATION_MILLIS = 100;

/** The first identity: `0000000000000001`, at {@link START_MILLIS}. */
export const FIRST: Identity = { traceId: TRACE_ID, id: toId(1), startMillis: START_MILLIS };

/** `7` → `0000000000000007`. */
export function toId(number: number | bigint): string {
  return number.toString(16).padStart(16, '0');
}

/** The id after `id`: what a child has whose own was not told. */
export function nextId(id: string): string {
  return toId(BigInt.asUintN(64, BigInt(`0x${id}`) + 1n) || 1n);
}

/** The trace id in X-Ray's form. */
export function toXRay(traceId: string): XRayTraceId {
  const xray = toXRayTraceId(traceId);
  if (xray === undefined) throw new TypeError(`expected a trace id of 32 hex digits, not all zero, found "${traceId}"`);
  return xray;
}

/** Milliseconds as the SDKs write times. */
export function toHrTime(millis: number): [seconds: number, nanos: number] {
  const seconds = Math.floor(millis / 1000);
  return [seconds, Math.round((millis - seconds * 1000) * 1e6)];
}
