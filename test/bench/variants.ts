import { assemble, encode, HEADER_LINE, type ReadableSpan, type SegmentDocument, translate } from '@otel-xray/segments';
import type { Variant } from './measure.ts';

const FLOOR_PER_SPAN = 'ready documents: stringify + Buffer';
const FLOOR_PER_TRACE = 'ready documents, nested: stringify + Buffer';

/** What is compared: everything up to the datagram, with and without putting children into their parents. */
export function createVariants(traces: readonly (readonly ReadableSpan[])[]): readonly Variant[] {
  const spans = traces.flat();
  const ready = spans.flatMap(toDocuments);
  const nested = traces.flatMap(toNested);
  return [
    { name: FLOOR_PER_SPAN, floor: FLOOR_PER_SPAN, run: () => sumUp(ready.map(toBuffer)) },
    {
      name: 'translate',
      floor: FLOOR_PER_SPAN,
      run: () => ({ bytes: 0, documents: spans.flatMap(toDocuments).length }),
    },
    {
      name: 'translate + encode',
      floor: FLOOR_PER_SPAN,
      run: () => sumUp(spans.flatMap((span) => toDocuments(span).map(encode))),
    },
    { name: FLOOR_PER_TRACE, floor: FLOOR_PER_TRACE, run: () => sumUp(nested.map(toBuffer)) },
    {
      name: 'translate + assemble + encode',
      floor: FLOOR_PER_TRACE,
      run: () => sumUp(traces.flatMap((trace) => toNested(trace).map(encode))),
    },
  ];
}

function toDocuments(span: ReadableSpan): readonly SegmentDocument[] {
  const translation = translate(span);
  if (!translation.ok) throw new Error(`the workload has a span that gives no document: ${translation.reason}`);
  return translation.documents;
}

function toNested(trace: readonly ReadableSpan[]): readonly SegmentDocument[] {
  return assemble(trace.flatMap(toDocuments));
}

/** The least that sending an object can cost: no order of members, no checks. */
function toBuffer(document: SegmentDocument): Buffer {
  return Buffer.from(HEADER_LINE + JSON.stringify(document));
}

function sumUp(datagrams: readonly Buffer[]): { readonly bytes: number; readonly documents: number } {
  return { bytes: datagrams.reduce((sum, { length }) => sum + length, 0), documents: datagrams.length };
}
