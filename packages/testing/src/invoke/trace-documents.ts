import { fromXRayTraceId, type SegmentDocument, toXRayTraceId } from '@otel-xray/segments';

const ROOT = /(?:^|;)\s*Root=([^;\s]+)/;

/** Of the documents, those of the trace that the header names; all where it names none. */
export function documentsOf(
  documents: readonly SegmentDocument[],
  traceHeader: string | undefined,
): readonly SegmentDocument[] {
  const [, root = ''] = ROOT.exec(traceHeader ?? '') ?? [];
  const traceId = toXRayTraceId(fromXRayTraceId(root.toLowerCase()) ?? '');
  return traceId === undefined ? [...documents] : documents.filter(({ trace_id }) => trace_id === traceId);
}
