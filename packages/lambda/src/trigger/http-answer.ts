import type { Attributes } from '@opentelemetry/api';
import { at, isObject } from './members.ts';

/** Who reads the handler's answer: each has its own rules. `http1` and `http2` are an HTTP API's two payload formats. */
export type Front = 'rest' | 'http1' | 'http2' | 'webSocket' | 'loadBalancer';

/**
 * What the client gets where the front cannot read the answer; `undefined` where no document says it.
 *
 * @see AWS knowledge center, "Malformed Lambda proxy response" (REST API: 502) and "Status codes for HTTP APIs" (format
 *   1.0: 500); Application Load Balancer user guide, `LambdaInvalidResponse` (502).
 */
const UNREADABLE: Readonly<Record<Front, number | undefined>> = {
  rest: 502,
  loadBalancer: 502,
  http1: 500,
  http2: undefined,
  webSocket: undefined,
};

/**
 * The HTTP status that the client sees, as `http.response.status_code`: `statusCode` of the answer, a number or its text
 * (`"404"`), else what the front makes of an answer without one. Nothing where that is not known.
 */
export function toStatusAttributes(front: Front, answer: unknown): Attributes {
  const seen = statusOf(front, answer) ?? UNREADABLE[front];
  return seen === undefined ? {} : { 'http.response.status_code': seen };
}

function statusOf(front: Front, answer: unknown): number | undefined {
  if (front === 'rest' && hasObjectAsBody(answer)) return undefined;
  const code = at(answer, 'statusCode');
  return code === undefined && isCompleted(front, answer) ? 200 : toStatus(code);
}

/** A REST API refuses a `body` that was not made a text. */
function hasObjectAsBody(answer: unknown): boolean {
  const body = at(answer, 'body');
  return typeof body === 'object' && body !== null;
}

const REST_MEMBERS = new Set(['headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/**
 * Whether the front takes an answer without `statusCode` as a 200.
 *
 * Format 2.0, and function URLs with it: whatever is valid JSON becomes the body, also the `null` that the runtime makes of
 * `undefined`. A REST API: an object of nothing but the members that it knows.
 *
 * @see API Gateway developer guide, "Lambda function response for format 2.0"; for REST APIs what SAM's emulator does.
 */
function isCompleted(front: Front, answer: unknown): boolean {
  if (front !== 'rest') return front === 'http2';
  return isObject(answer) && Object.keys(answer).every((key) => REST_MEMBERS.has(key) || answer[key] === undefined);
}

function toStatus(code: unknown): number | undefined {
  const isCode = typeof code === 'number' || typeof code === 'string';
  return isCode && /^[1-5]\d\d$/.test(String(code)) ? Number(code) : undefined;
}
