import type { Span } from '@opentelemetry/api';
import { attributesOf } from './attributes-of.ts';
import { writableSpan } from './context-missing.ts';
import { tellOnce } from './tell-once.ts';

/** What X-Ray can index: a text, a finite number, a boolean. */
export type AnnotationValue = string | number | boolean;

/** The attribute that lists which of a span's attributes X-Ray is to index. */
const LIST = 'aws.xray.annotations';

/**
 * Adds an annotation to the active span: X-Ray indexes it, so that traces can be found and grouped by it
 * (`annotation.tenant = "acme"`). Other backends get it as an attribute of the same key.
 *
 * A later value of the same key wins. X-Ray indexes 50 annotations per trace and 1,000 characters of a text; what is more
 * stays metadata. Anything that X-Ray cannot index is ignored, with a word through `diag`; for objects there is
 * {@link putMetadata}. Nothing happens where the trace is not sampled.
 *
 * @param key - letters, digits, `_` and `.`; X-Ray gets `_` for any other character.
 * @throws ContextMissingError outside of a trace if `AWS_XRAY_CONTEXT_MISSING` is `RUNTIME_ERROR`; nothing else.
 *
 * @example
 * putAnnotation('tenant', 'acme');
 */
export function putAnnotation(key: string, value: AnnotationValue): void {
  const problem = findProblem(key, value);
  if (problem !== undefined) return tellOnce('warn', `putAnnotation ignores ${problem}`);
  const span = writableSpan('putAnnotation');
  if (span !== undefined) annotate(span, key, value);
}

/** Sets the attribute, and lists it for indexing beside what is listed already, by whomever. */
export function annotate(span: Span, key: string, value: AnnotationValue): void {
  span.setAttribute(key, value);
  const list = attributesOf(span)[LIST];
  const listed = Array.isArray(list) ? (list as readonly string[]) : [];
  if (!listed.includes(key)) span.setAttribute(LIST, [...listed, key]);
}

/** What the types forbid, and JavaScript lets through. */
function findProblem(key: unknown, value: unknown): string | undefined {
  if (typeof key !== 'string' || key === '') return 'an annotation without a key: expected a text that is not empty';
  if (key === '__proto__') return 'the annotation __proto__: no SDK can keep an attribute of that name';
  if (key.startsWith('aws.xray.')) return `the annotation ${key}: that name has a meaning of its own`;
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return undefined;
  const found = typeof value === 'number' ? String(value) : value === null ? 'null' : typeof value;
  return `the annotation ${key}: expected a text, a finite number or a boolean, found ${found}`;
}
