import type { SegmentDocument } from './document.ts';
import { type Identity, parentOf } from './fields/ids.ts';
import { cleanName } from './fields/name.ts';
import { timesOf } from './fields/times.ts';
import { MAX_NAME_CHARS } from './limits.ts';
import { resolveOptions } from './options.ts';
import type { ReadableSpan } from './span.ts';
import { cutText } from './text.ts';
import type { TranslateOptions } from './translation.ts';

/** Told in the document and in its note. */
export const FAILED = 'the span could not be read in full: only ids, name and times were kept';

/**
 * What can be said of a span whose members throw when they are read: each member that can be read, for itself. Never throws.
 */
export function bareDocumentOf(
  span: ReadableSpan,
  identity: Extract<Identity, { ok: true }>,
  options: TranslateOptions,
): SegmentDocument {
  const parent = attempt(() => parentOf(span), undefined);
  return {
    id: identity.spanId,
    trace_id: identity.traceId,
    name: attempt(() => bareName(span, options), '') || 'span',
    ...attempt(() => timesOf({ span, notes: [] }), { start_time: 0, in_progress: true as const }),
    ...(parent !== undefined && { parent_id: parent.spanId, type: 'subsegment' as const }),
    metadata: { otel: { dropped: FAILED } },
  };
}

function bareName({ name }: ReadableSpan, options: TranslateOptions): string {
  if (typeof name !== 'string') return '';
  return cutText(cleanName(resolveOptions(options).redact('name', name)), MAX_NAME_CHARS).trimEnd();
}

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    // The very reason why there is a bare document: this member is one of those that cannot be read.
    return otherwise;
  }
}
