import { assemble, type SegmentDocument, type Subsegment, translate, type TranslateOptions } from '@otel-xray/segments';
import type { RealTrace } from './load.ts';

/** What a trace becomes: every span translated, everything of it in one batch. */
export function documentsOf({ name, spans }: RealTrace, options?: TranslateOptions): SegmentDocument[] {
  const documents = spans.flatMap((span) => {
    const translation = translate(span, options);
    if (!translation.ok) throw new Error(`${name}: ${translation.reason}`);
    return translation.documents;
  });
  return assemble(documents);
}

/** All segments and subsegments of the documents, parents before their children. */
export function flatten(documents: readonly Subsegment[]): Subsegment[] {
  const all = [...documents];
  for (const document of all) all.push(...(document.subsegments ?? []));
  return all;
}

/** What the service map shows: each service with its segments' name, each callee with its namespace. Sorted, without repetition. */
export function nodesOf(documents: readonly SegmentDocument[]): string[] {
  const services = documents.filter(({ type }) => type === undefined).map(({ name }) => name);
  const callees = flatten(documents).flatMap(({ name, namespace }) =>
    namespace === undefined ? [] : [`${namespace} ${name}`],
  );
  return [...new Set([...services, ...callees])].toSorted();
}
