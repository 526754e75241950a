import { explain, OtlpError, spansFromOtlp, stringifyDocument, translate } from '@otel-xray/segments';
import type { ReadableSpan, TranslateOptions, Translation } from '@otel-xray/segments';
import type { Complaints } from './complaints.ts';
import { explanationLines } from './explanation.ts';
import type { ReadObject } from './json-text.ts';
import { shorten } from './printable.ts';

const MAX_SHOWN_CHARS = 60;

const reasons: Readonly<Record<Refusal['reason'], string>> = {
  'invalid-trace-id': 'a trace id is 32 hex digits, not all zero',
  'invalid-span-id': 'a span id is 16 hex digits, not all zero',
};

type Complain = (message: string) => void;
type Refusal = Extract<Translation, { ok: false }>;

/** What is written of a span: its lines, or why there are none. */
export type SpanLines = { readonly ok: true; readonly lines: readonly string[] } | Refusal;
export type SpanWriter = (span: ReadableSpan, options: TranslateOptions) => SpanLines;

/** Each document as a line of JSON. */
export function writeDocuments(span: ReadableSpan, options: TranslateOptions): SpanLines {
  const translation = translate(span, options);
  return translation.ok ? { ok: true, lines: translation.documents.map(stringifyDocument) } : translation;
}

/** Each document as text for people: where its members come from. */
export function writeExplanations(span: ReadableSpan, options: TranslateOptions): SpanLines {
  const explanation = explain(span, options);
  return explanation.ok ? { ok: true, lines: explanationLines(span, explanation) } : explanation;
}

/** What the writer makes of the spans that were read. What gives no document is complained of. */
export function* documentLines(
  objects: Iterable<ReadObject>,
  { write, options, complaints }: { write: SpanWriter; options: TranslateOptions; complaints: Complaints },
): Generator<string> {
  for (const object of objects) {
    const complain = (message: string): void => complaints.add(`line ${object.line}: ${message}`);
    for (const span of spansIn(object, complain)) {
      const written = write(span, options);
      if (written.ok) yield* written.lines;
      else complain(`no document for ${describe(span)}: ${reasons[written.reason]}`);
    }
  }
}

/** The spans of what was read. What is none, or broken, is complained of. */
export function spansIn(read: ReadObject, complain: Complain): Iterable<ReadableSpan> {
  if ('problem' in read) {
    complain(read.problem);
    return [];
  }
  try {
    return spansFromOtlp(read.value, { onError: (error) => complain(`left out: ${error.message}`) });
  } catch (error) {
    if (!(error instanceof OtlpError)) throw error;
    complain(`no trace export request: ${error.message}`);
    return [];
  }
}

function describe(span: ReadableSpan): string {
  const { traceId, spanId } = span.spanContext();
  return `span ${quote(span.name)} (trace id ${quote(traceId)}, span id ${quote(spanId)})`;
}

function quote(text: string): string {
  return JSON.stringify(shorten(text, MAX_SHOWN_CHARS));
}
