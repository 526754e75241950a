import type { Cause, ExceptionRecord } from '../document.ts';
import { parseErrorHead } from '../error-head.ts';
import type { SpanFacts } from '../facts.ts';
import { deriveId } from '../ids.ts';
import { SpanKind, type SpanEvent, StatusCode } from '../span.ts';
import { type ParsedException, parseStackTrace } from '../stack-trace.ts';
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
  const events = facts.span.events.filter((event) => isException(event) || isFailure(event, facts));
  if (events.length === 0) return causeOfStatus(facts, seed);
  const records = new Records(facts, seed);
  for (const event of events) {
    if (isException(event)) records.addException(event);
    else records.addFailure(event);
  }
  keepStatusMessage(facts, records.all);
  return records.all.length === 0 ? undefined : { exceptions: records.all };
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
  return typeof message === 'string' ? facts.options.redact('message', withoutPhoneNumber(facts, message)) : '';
}

class Records {
  readonly all: ExceptionRecord[] = [];
  readonly #facts: SpanFacts;
  readonly #seed: string;
  readonly #isRemote: boolean;

  constructor(facts: SpanFacts, seed: string) {
    this.#facts = facts;
    this.#seed = seed;
    this.#isRemote = facts.span.kind === SpanKind.client || facts.span.kind === SpanKind.producer;
  }

  addException(event: SpanEvent): void {
    const attributes = event.attributes ?? {};
    const type = textOf(attributes, 'exception.type');
    const message = textOf(attributes, 'exception.message');
    const stacktrace = textOf(attributes, 'exception.stacktrace');
    const isReadable = JAVASCRIPT.has(this.#facts.resource.language);
    const parsed = parseStackTrace(isReadable ? stacktrace : '', { type, message });
    const head = isReadable ? parseErrorHead(stacktrace.trim()) : undefined;
    if (stacktrace !== '' && parsed.frames.length === 0 && head?.message !== message.trim())
      this.#keepUnread(stacktrace);
    const position = this.all.length;
    this.#add({ ...parsed, type, message });
    this.#keepClass(this.all[position], head?.type ?? '');
  }

  addFailure(event: SpanEvent): void {
    const attributes = event.attributes ?? {};
    const code = attributes['http.response.status_code'];
    const message = attributes['aws.http.error_message'];
    if (code === undefined || message === undefined) return;
    const text = `${toText(code)}@${toEpochMicros(event.time)}@${typeof message === 'string' ? message : ''}`;
    this.#push({
      id: this.#nextId(),
      type: 'aws.http.error.event',
      remote: true,
      message: this.#redact('message', text),
    });
  }

  /** Adds the exception and everything that caused it, depth first; each points to the next of its chain. */
  #add(exception: ParsedException): ExceptionRecord | undefined {
    const record = this.#push({
      id: this.#nextId(),
      message: this.#redact('message', exception.message),
      type: this.#redact('name', exception.type),
      remote: this.#isRemote,
      ...(exception.frames.length > 0 && { stack: exception.frames.map((frame) => this.#frame(frame)) }),
      ...(exception.truncated > 0 && { truncated: exception.truncated }),
    });
    // X-Ray knows one cause per exception. The members of an AggregateError are therefore chained, in their order.
    let last = record;
    for (const cause of exception.causes) {
      const first = this.all.length;
      const end: ExceptionRecord | undefined = this.#add(cause);
      const next = this.all[first];
      if (last !== undefined && next !== undefined) last.cause = next.id;
      last = end ?? last;
    }
    return last;
  }

  #push(record: ExceptionRecord): ExceptionRecord | undefined {
    if (this.all.length < MAX_EXCEPTIONS) {
      this.all.push(record);
      return record;
    }
    const last = this.all[MAX_EXCEPTIONS - 1] as ExceptionRecord;
    if (last.skipped === undefined) {
      this.#facts.notes.push({
        field: 'cause.exceptions',
        kind: 'dropped',
        message: `more than ${MAX_EXCEPTIONS}; see skipped`,
      });
    }
    last.skipped = (last.skipped ?? 0) + 1;
    return undefined;
  }

  #nextId(): string {
    return deriveId(this.#facts.traceId, this.#seed, 'exception', this.all.length);
  }

  #frame({ path, line, label }: { path: string; line: number; label: string }): {
    path: string;
    line: number;
    label: string;
  } {
    return { path: this.#redact('stack', path), line, label: this.#redact('stack', label) };
  }

  /** The SDKs prefer an error's code to its class (`ECONNRESET`, `20`): the class then stands in the stack's first line alone. */
  #keepClass(record: ExceptionRecord | undefined, head: string): void {
    const name = head.replace(/ \[.*/, '');
    if (record === undefined || name === '' || name === record.type || /^error$/i.test(name)) return;
    const classes = (this.#facts.extras['exception_classes'] ??= {}) as Record<string, string>;
    classes[record.id] = this.#redact('name', name);
  }

  /** A stack in another language's form, or without frames, is no `stack`; its text is kept unless the message says as much. */
  #keepUnread(stacktrace: string): void {
    const kept = (this.#facts.extras['stacktraces'] ??= []) as string[];
    kept.push(this.#redact('stack', stacktrace));
  }

  #redact(field: 'message' | 'stack' | 'name', value: string): string {
    const text = field === 'message' ? withoutPhoneNumber(this.#facts, value) : value;
    return this.#facts.options.redact(field, text);
  }
}

/** A text as it is, everything else as JSON, `null` as nothing. */
function toText(value: unknown): string {
  const json = toJsonValue(value, (text) => text);
  if (json === null) return '';
  return typeof json === 'string' ? json : JSON.stringify(json);
}
