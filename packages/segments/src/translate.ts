import type { ReadableSpan } from './span.ts';
import type { TranslateOptions, Translation } from './translation.ts';
export function translate(span: ReadableSpan, _options: TranslateOptions = {}): Translation {
  return { ok: false, reason: span.name === '' ? 'invalid-trace-id' : 'invalid-span-id' };
}
