import type { SpanFacts } from '../facts.ts';
import { MAX_TEXT_CHARS } from '../limits.ts';
import { cutText } from '../text.ts';

/** A text for one of the members that X-Ray limits to 250 characters; what was longer is kept whole in metadata `otel`. */
export function limitText({ notes, extras }: SpanFacts, field: string, value: string): string {
  const cut = cutText(value, MAX_TEXT_CHARS);
  if (cut.length === value.length) return value;
  notes.push({
    field,
    kind: 'cut',
    message: `cut at ${MAX_TEXT_CHARS} characters; the whole is in metadata otel.${field}`,
  });
  extras[field] = value;
  return cut;
}
