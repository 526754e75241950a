import { assemble, encode, type ReadableSpan, translate } from '@otel-xray/segments';

/** All that is done for the spans of a trace before they are sent. */
export function toDatagrams(trace: readonly ReadableSpan[]): readonly Buffer[] {
  const documents = trace.flatMap((span) => {
    const translation = translate(span);
    if (!translation.ok) throw new Error(`the workload has a span that gives no document: ${translation.reason}`);
    return translation.documents;
  });
  return assemble(documents).map(encode);
}
