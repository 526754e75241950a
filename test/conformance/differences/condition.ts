import type { ReadableSpan, TranslateOptions } from '@otel-xray/segments';

/** Where our documents differ from the Collector's, and why ours are better. */
export interface Difference {
  /** Heading in docs/differences.md. */
  readonly id: string;
  /** Fits the differing member's JSON pointer in the list of documents. */
  readonly path: RegExp;
  /** Whether the reason holds for this input; as narrow as the reason. */
  applies(input: Input): boolean;
  /** One sentence that a user understands. */
  readonly why: string;
}

export interface Input {
  readonly span: ReadableSpan;
  readonly options: TranslateOptions;
}

export const INTERNAL = 0;
export const SERVER = 1;
export const CLIENT = 2;
export const PRODUCER = 3;
export const CONSUMER = 4;

/** Whether the span has the attribute, with whatever value. */
export function has(span: ReadableSpan, ...keys: readonly string[]): boolean {
  return keys.some((key) => Object.hasOwn(span.attributes, key));
}

/** The attribute's text, `''` for every other type. */
export function text(span: ReadableSpan, key: string): string {
  const value = span.attributes[key];
  return typeof value === 'string' ? value : '';
}

/** Whether one of the attributes is a text that is not empty. */
export function hasText(span: ReadableSpan, ...keys: readonly string[]): boolean {
  return keys.some((key) => text(span, key) !== '');
}

export function isMarkedRoot(span: ReadableSpan): boolean {
  return text(span, 'aws.span.kind') === 'LOCAL_ROOT';
}

export function isAwsCall(span: ReadableSpan): boolean {
  return text(span, 'rpc.system') === 'aws-api';
}

/** No parent, or one that is known to be in another process. */
export function isRoot(span: ReadableSpan): boolean {
  return span.parentSpanContext === undefined || span.parentSpanContext.isRemote === true;
}

/** A consumer says what it does; without a word it processes. */
export function isCall(span: ReadableSpan): boolean {
  if (span.kind !== CONSUMER) return span.kind === CLIENT || span.kind === PRODUCER;
  const operation = text(span, 'messaging.operation.type') || text(span, 'messaging.operation');
  return (
    isAwsCall(span) || /^(receive|poll|peek|pull)$/.test(operation) || (isMarkedRoot(span) && operation !== 'process')
  );
}

export function kindIs(span: ReadableSpan, ...kinds: readonly number[]): boolean {
  return kinds.includes(span.kind);
}

/** A JSON pointer that ends in the attribute, as metadata or annotation, or in what may hold nothing but it. */
export function attributePath(key: string): RegExp {
  const name = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^/\\d+/(?:metadata(?:/default(?:/${name}(?:/[^/]+)*)?)?|annotations(?:/${name})?)$`);
}
