import type { Cause, ExceptionRecord, StackFrame } from '../document.ts';
import { parseErrorHead } from '../error-head.ts';
import type { SpanFacts } from '../facts.ts';
import { deriveId } from '../ids.ts';
import { SpanKind, type SpanEvent, StatusCode } from '../span.ts';
import type { ParsedException } from '../parsed-stack.ts';
import { parseStackTrace } from '../stack-trace.ts';
import { type AttributeReader, textOf } from '../attributes.ts';
import { toJsonValue } from '../values.ts';
import { ERROR_TYPE, STATUS_TEXT } from '../vocabulary.ts';
import { toEpochMicros } from './event-time.ts';
import { withoutPhoneNumber } from './phone-number.ts';

/** Exceptions of one document: more are counted in `skipped` of the last. */
const MAX_EXCEPTIONS = 64;
/** Languages whose stacks look as JavaScript engines write them; `''` where the resource does not say. */
const JAVASCRIPT = new Set(['', 'nodejs', 'javascript', 'webjs']);

/**
 * `cause`: what was thrown, with stack and chain of causes; else, for a failed span, its status message.
 *
 * @param seed - what makes the exceptions' ids: the same for the same document, another for another one.
 */
export function causeOf(facts: SpanFacts, seed: string): Cause | undefined {
  if (facts.span.events.length === 0) return causeOfStatus(facts, seed);
  const events = facts.span.events.filter((event) => isException(event) || isFailure(event, facts));
  if (events.length === 0) return causeOfStatus(facts, seed);
  const isRemote = facts.span.kind === SpanKind.client || facts.span.kind === SpanKind.producer;
  const chain: Chain = { records: [], facts, seed, isRemote };
  for (const event of events) {
    if (isException(event)) addException(chain, event);
    else addFailure(chain, event);
  }
  keepStatusMessage(facts, chain.records);
  return chain.records.length === 0 ? undefined : { exceptions: chain.records };
}

export function isException(event: SpanEvent): boolean {
  return event.name === 'exception';
}

/** An attempt of an AWS SDK that failed, as AWS's Java agent reports it. */
export function isFailure(event: SpanEvent, { isAwsCall }: SpanFacts): boolean {
  return isAwsCall && event.name === 'HTTP request failure';
}

function causeOfStatus(facts: SpanFacts, seed: string): Cause | undefined {
  const { span, attributes, options, extras, traceId } = facts;
  const status = statusMessageOf(facts);
  if (span.status?.code !== StatusCode.error) {
    if (status !== '') extras['status_message'] = status;
    return undefined;
  }
  const message = status || options.redact('message', attributes.text(STATUS_TEXT));
  if (message === '') return undefined;
  if (status === '') attributes.take(STATUS_TEXT);
  const id = deriveId(traceId, seed, 'exception', 0);
  return { exceptions: [{ id, message, type: options.redact('name', errorTypeOf(attributes)) }] };
}

/** Databases number their errors: `error.type: 1062` is as good as its text. */
function errorTypeOf(attributes: AttributeReader): string {
  const value = attributes.value(ERROR_TYPE);
  return typeof value === 'number' ? String(value) : attributes.text(ERROR_TYPE);
}

/** Beside exceptions the status message has no member of its own; it is kept unless one of them says the same. */
function keepStatusMessage(facts: SpanFacts, records: readonly ExceptionRecord[]): void {
  const message = statusMessageOf(facts);
  if (message !== '' && !records.some((record) => record.message === message)) facts.extras['status_message'] = message;
}

function statusMessageOf(facts: SpanFacts): string {
  const message: unknown = facts.span.status?.message;
  return typeof message === 'string' && message !== '' ? redactMessage(facts, message) : '';
}

/** The exceptions of one document while they are made. */
interface Chain {
  readonly records: ExceptionRecord[];
  readonly facts: SpanFacts;
  readonly seed: string;
  readonly isRemote: boolean;
}

function addException(chain: Chain, event: SpanEvent): void {
  const { facts, records } = chain;
  const attributes = event.attributes ?? {};
  const type = textOf(attributes, 'exception.type');
  const message = textOf(attributes, 'exception.message');
  const stacktrace = textOf(attributes, 'exception.stacktrace');
  const isReadable = JAVASCRIPT.has(facts.resource.language);
  const parsed = parseStackTrace(isReadable ? stacktrace : '', { type, message });
  const head = isReadable ? parseErrorHead(stacktrace.trim()) : undefined;
  if (stacktrace !== '' && parsed.frames.length === 0 && head?.message !== message.trim())
    keepUnread(facts, stacktrace);
  const position = records.length;
  const { frames, truncated, causes } = parsed;
  add(chain, { type, message, frames, truncated, causes });
  keepClass(facts, records[position], head?.type ?? '');
}

function addFailure(chain: Chain, event: SpanEvent): void {
  const attributes = event.attributes ?? {};
  const code = attributes['http.response.status_code'];
  const message = attributes['aws.http.error_message'];
  if (code === undefined || message === undefined) return;
  const text = `${toText(code)}@${toEpochMicros(event.time)}@${typeof message === 'string' ? message : ''}`;
  push(chain, {
    id: nextId(chain),
    type: 'aws.http.error.event',
    remote: true,
    message: redactMessage(chain.facts, text),
  });
}

/** Adds the exception and everything that caused it, depth first; each points to the next of its chain. */
function add(chain: Chain, exception: ParsedException): ExceptionRecord | undefined {
  const { facts, records } = chain;
  const record: ExceptionRecord = {
    id: nextId(chain),
    message: redactMessage(facts, exception.message),
    type: facts.options.redact('name', exception.type),
    remote: chain.isRemote,
  };
  if (exception.frames.length > 0) record.stack = exception.frames.map((frame) => toFrame(facts, frame));
  if (exception.truncated > 0) record.truncated = exception.truncated;
  // X-Ray knows one cause per exception. The members of an AggregateError are therefore chained, in their order.
  let last = push(chain, record);
  for (const cause of exception.causes) {
    const first = records.length;
    const end: ExceptionRecord | undefined = add(chain, cause);
    const next = records[first];
    if (last !== undefined && next !== undefined) last.cause = next.id;
    last = end ?? last;
  }
  return last;
}

function push({ records, facts }: Chain, record: ExceptionRecord): ExceptionRecord | undefined {
  if (records.length < MAX_EXCEPTIONS) {
    records.push(record);
    return record;
  }
  const last = records[MAX_EXCEPTIONS - 1] as ExceptionRecord;
  if (last.skipped === undefined) {
    facts.notes.push({
      field: 'cause.exceptions',
      kind: 'dropped',
      message: `more than ${MAX_EXCEPTIONS}; see skipped`,
    });
  }
  last.skipped = (last.skipped ?? 0) + 1;
  return undefined;
}

function nextId({ facts, seed, records }: Chain): string {
  return deriveId(facts.traceId, seed, 'exception', records.length);
}

function toFrame({ options }: SpanFacts, { path, line, label }: StackFrame): StackFrame {
  return { path: options.redact('stack', path), line, label: options.redact('stack', label) };
}

/** The SDKs prefer an error's code to its class (`ECONNRESET`, `20`): the class then stands in the stack's first line alone. */
function keepClass({ extras, options }: SpanFacts, record: ExceptionRecord | undefined, head: string): void {
  const name = head.replace(/ \[.*/, '');
  if (record === undefined || name === '' || name === record.type || /^error$/i.test(name)) return;
  const classes = (extras['exception_classes'] ??= {}) as Record<string, string>;
  classes[record.id] = options.redact('name', name);
}

/** A stack in another language's form, or without frames, is no `stack`; its text is kept unless the message says as much. */
function keepUnread({ extras, options }: SpanFacts, stacktrace: string): void {
  const kept = (extras['stacktraces'] ??= []) as string[];
  kept.push(options.redact('stack', stacktrace));
}

function redactMessage(facts: SpanFacts, message: string): string {
  return facts.options.redact('message', withoutPhoneNumber(facts, message));
}

/** A text as it is, everything else as JSON, `null` as nothing. */
function toText(value: unknown): string {
  const json = toJsonValue(value, (text) => text);
  if (json === null) return '';
  return typeof json === 'string' ? json : JSON.stringify(json);
}
