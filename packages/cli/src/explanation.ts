import type { ExplainedDocument, ExplainedMember, Explanation, ReadableSpan } from '@otel-xray/segments';
import { shorten, toPrintable } from './printable.ts';

type Explained = Extract<Explanation, { ok: true }>;

const MAX_VALUE_CHARS = 72;
/** The column of the values; a longer member moves its own value alone. */
const MEMBER_CHARS = 32;

/** What was made of a span, as lines for people. The last one is empty: it parts the span from the next. */
export function explanationLines(
  span: ReadableSpan,
  { spanName, documents, attributes, notes }: Explained,
): readonly string[] {
  const homeless = attributes.filter(({ places }) => places.length === 0);
  const lines = [
    `span ${JSON.stringify(spanName)} (trace ${span.spanContext().traceId}, span ${span.spanContext().spanId})`,
    ...documents.flatMap(documentLines),
    ...section(
      'attributes that stand nowhere',
      homeless.map(({ key, why = '' }) => `${key}  ${why}`),
    ),
    ...section(
      'notes',
      notes.map(({ field, kind, message }) => `${field || 'document'} ${kind}: ${message}`),
    ),
  ];
  return [...lines.map(toPrintable), ''];
}

function documentLines({ id, name, members }: ExplainedDocument): string[] {
  const isSubsegment = members.some(({ member }) => member === 'type');
  return [
    `  ${isSubsegment ? 'subsegment' : 'segment'} ${JSON.stringify(name)} (id ${id})`,
    ...members.flatMap(memberLines),
  ];
}

function memberLines({ member, value, from, rule, changed, ignored }: ExplainedMember): string[] {
  const given = from.length === 0 ? '' : `  ← ${from.join(', ')}`;
  return [
    `    ${member.padEnd(MEMBER_CHARS)}  ${shorten(JSON.stringify(value), MAX_VALUE_CHARS)}${given}  (${rule})`,
    ...changed.map((change) => `      ${change}`),
    ...ignored.map(({ input, why }) => `      ignored ${input}: ${why}`),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => `    ${line}`)];
}
