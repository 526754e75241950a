import type { SegmentDocument } from '@otel-xray/segments';

/** What filters and dashboards see of one document; both tracers are to give the same. */
export interface Facts {
  /** Names from the one below Lambda's segment down: `## index.handler > ### order`. */
  readonly path: string;
  readonly namespace: string | undefined;
  readonly annotations: object;
  /** Without the namespaces `default` and `otel`, in which Powertools puts nothing: attributes, and the attempts of a call of AWS. */
  readonly metadata: object;
  readonly flags: readonly string[];
  /** Type and message of what was thrown; both tracers may also point to the document that has it. */
  readonly thrown: { readonly type: string | undefined; readonly message: string | undefined } | undefined;
  readonly aws: object | undefined;
}

/** A document with those that lie in it or point to it. */
interface Flat {
  readonly document: Document;
  readonly parentId: string | undefined;
}
type Document = Omit<SegmentDocument, 'trace_id'>;

/** The facts of one trace's documents, by path; those of documents that are in progress are left out. */
export function toFacts(documents: readonly SegmentDocument[]): readonly Facts[] {
  const flat = documents
    .filter(({ in_progress: isOpen }) => isOpen !== true)
    .flatMap((one) => flatten(one, one.parent_id));
  const byId = new Map(flat.map((one) => [one.document.id, one]));
  return flat.map((one) => factsOf(one, byId)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function flatten(document: Document, parentId: string | undefined): Flat[] {
  return [{ document, parentId }, ...(document.subsegments ?? []).flatMap((child) => flatten(child, document.id))];
}

function factsOf(one: Flat, byId: ReadonlyMap<string, Flat>): Facts {
  const { document } = one;
  const { default: _attributes, otel: _attempts, ...metadata } = document.metadata ?? {};
  return {
    path: pathOf(one, byId),
    namespace: document.namespace,
    annotations: document.annotations ?? {},
    metadata,
    flags: (['error', 'fault', 'throttle'] as const).filter((flag) => document[flag] === true),
    thrown: thrownIn(document, byId),
    aws: document.namespace === 'aws' ? pick(document.aws) : undefined,
  };
}

function pathOf({ document, parentId }: Flat, byId: ReadonlyMap<string, Flat>): string {
  const parent = parentId === undefined ? undefined : byId.get(parentId);
  return parent === undefined ? document.name : `${pathOf(parent, byId)} > ${document.name}`;
}

function thrownIn({ cause }: Document, byId: ReadonlyMap<string, Flat>): Facts['thrown'] {
  const { id, exceptions } = (cause ?? {}) as { readonly id?: string; readonly exceptions?: readonly ThrownRecord[] };
  const origin = id === undefined ? undefined : byId.get(id);
  if (origin !== undefined) return thrownIn(origin.document, byId);
  const [first] = exceptions ?? [];
  return first === undefined ? undefined : { type: first.type, message: first.message };
}

interface ThrownRecord {
  readonly type?: string;
  readonly message?: string;
}

/** What both tell of a call of AWS. */
function pick(aws: Document['aws']): object {
  const { operation, region, request_id: requestId, table_name: table } = aws ?? {};
  return { operation, region, requestId, table };
}
