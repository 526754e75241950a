import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExceptionRecord, StackFrame, Subsegment } from '@otel-xray/segments';

/** `ok`, or what X-Ray would mark the node with; `throttle` beside the error that it is. */
export type Outcome = 'ok' | 'error' | 'error, throttle' | 'fault' | 'in progress';

export function toOutcome({ error, fault, throttle, end_time }: Subsegment): Outcome {
  if (fault) return 'fault';
  if (throttle) return 'error, throttle';
  if (error) return 'error';
  return end_time === undefined ? 'in progress' : 'ok';
}

/** What was done: `PutItem table orders`, `POST https://…/orders`, with the HTTP status in the end. */
export function describeWork({ aws, http, sql }: Subsegment): string {
  const request = [http?.request?.method, http?.request?.url];
  const resource = aws?.operation === undefined ? request : [aws.operation, describeResource(aws)];
  const retries = aws?.retries ? `(${aws.retries + 1} attempts)` : undefined;
  const parts = [...resource, sql?.sanitized_query, http?.response?.status, retries];
  return parts.filter((part) => part !== undefined).join(' ');
}

/** What an AWS call went to. */
function describeResource(aws: NonNullable<Subsegment['aws']>): string | undefined {
  const tables = aws.table_names ?? (aws.table_name === undefined ? [] : [aws.table_name]);
  if (tables.length > 0) return `table ${tables.join(', ')}`;
  if (aws.queue_url !== undefined) return `queue ${aws.queue_url}`;
  if (aws.bucket_name !== undefined) return `bucket ${aws.bucket_name}`;
  return aws.topic_arn ?? aws.function_name;
}

/** `93 ms`, `1.20 s`; nothing for what has not ended. */
export function describeDuration({ start_time, end_time }: Subsegment): string {
  if (end_time === undefined) return '';
  const millis = (end_time - start_time) * 1000;
  if (millis >= 1000) return `${(millis / 1000).toFixed(2)} s`;
  return `${millis.toFixed(millis < 10 ? 1 : 0)} ms`;
}

/**
 * The exceptions of a document in lines, each cause below what it caused: `TypeError: sold out`, and then the place in the
 * app's own code where it was thrown.
 *
 * @param baseFolder - absolute; paths below it are shown relative to it.
 */
export function describeExceptions(document: Subsegment, baseFolder: string): string[] {
  const exceptions = document.cause?.exceptions ?? [];
  const causes = new Set(exceptions.map(({ cause }) => cause));
  const tops = exceptions.filter(({ id }) => !causes.has(id));
  const describe = ({ type, message, stack = [] }: ExceptionRecord, depth: number): string[] => {
    const what = [type, message].filter(Boolean).join(': ');
    return [depth === 0 ? what : `caused by ${what}`, ...describePlace(stack, baseFolder)];
  };
  return tops.flatMap((top) => chainOf(top, exceptions).flatMap(describe));
}

/** The exception, what caused it, what caused that. */
function chainOf(top: ExceptionRecord, exceptions: readonly ExceptionRecord[]): ExceptionRecord[] {
  const chain = [top];
  for (const exception of chain) {
    const cause = exceptions.find(({ id }) => id === exception.cause);
    if (cause !== undefined && !chain.includes(cause)) chain.push(cause);
  }
  return chain;
}

function describePlace(stack: readonly StackFrame[], baseFolder: string): string[] {
  const frame = stack.find(isOwnCode) ?? stack[0];
  if (frame === undefined) return [];
  const place = `${shortenPath(frame.path, baseFolder)}:${frame.line}`;
  return [frame.label === '' ? `  at ${place}` : `  at ${frame.label} (${place})`];
}

/** Where the app's own code stands in a stack; libraries and Node's own code say little of what went wrong. */
function isOwnCode({ path, line }: StackFrame): boolean {
  return line > 0 && !path.startsWith('node:') && !path.includes('/node_modules/');
}

/** What follows `node_modules`; or the path from the base folder; or the path as it is. */
function shortenPath(path: string, baseFolder: string): string {
  if (path.includes('/node_modules/')) return path.slice(path.lastIndexOf('/node_modules/') + '/node_modules/'.length);
  const file = path.startsWith('file://') ? fileURLToPath(path) : path;
  return file.startsWith(baseFolder + sep) ? file.slice(baseFolder.length + 1) : file;
}
