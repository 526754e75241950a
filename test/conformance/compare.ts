/**
 * How our documents are compared with what the Collector made of the same span.
 *
 * Ids that the Collector draws at random are renamed on both sides, absent outcome flags equal `false`, our own metadata
 * namespace `otel` is left out, times may differ by a microsecond. What differs is named by JSON pointers into the list of
 * documents; an absent member at its highest pointer, or by each of its leaves.
 */
export interface ComparableException {
  id: string;
  cause?: string;
}

export interface ComparableDocument {
  id: string;
  parent_id?: string;
  fault?: boolean;
  error?: boolean;
  throttle?: boolean;
  cause?: { exceptions?: ComparableException[] };
  metadata?: Record<string, unknown>;
  [member: string]: unknown;
}

const GENERATED = /^[0-9a-f]{16}$/;

/** Generated ids become `#1`, `#2`, … in order of appearance. Gives copies. */
export function rename(documents: readonly object[], spanIds: ReadonlySet<string>): ComparableDocument[] {
  const copies = structuredClone(documents) as ComparableDocument[];
  const names = new Map<string, string>();
  const exceptionIds = new Set(
    copies.flatMap((copy) => (copy.cause?.exceptions ?? []).map((exception) => exception.id)),
  );
  const documentIds = new Set(copies.map((copy) => copy.id));
  const nameOf = (id: string): string => {
    const isDocuments = documentIds.has(id) && GENERATED.test(id) && !spanIds.has(id);
    if (!exceptionIds.has(id) && !isDocuments) return id;
    if (!names.has(id)) names.set(id, `#${names.size + 1}`);
    return names.get(id) as string;
  };
  for (const copy of copies) {
    copy.id = nameOf(copy.id);
    if (copy.parent_id !== undefined) copy.parent_id = nameOf(copy.parent_id);
    for (const exception of copy.cause?.exceptions ?? []) {
      exception.id = nameOf(exception.id);
      if (exception.cause !== undefined) exception.cause = nameOf(exception.cause);
    }
    dropOwnNamespace(copy);
    for (const flag of ['fault', 'error', 'throttle'] as const) copy[flag] ??= false;
  }
  return copies;
}

function dropOwnNamespace(document: ComparableDocument): void {
  if (document.metadata?.['otel'] === undefined) return;
  delete document.metadata['otel'];
  if (Object.keys(document.metadata).length === 0) delete document.metadata;
}

/** How an absent record is named: once, at its highest pointer, or by each of its leaves, which hides nothing below it. */
export type Absence = 'highest' | 'leaves';

/** JSON pointers of all that differs. Lists of different length are one difference, `<pointer>/length`. */
export function differingPaths(
  ours: unknown,
  theirs: unknown,
  absence: Absence = 'highest',
  path = '',
  found: string[] = [],
): string[] {
  if (isSame(ours, theirs, path)) return found;
  if (absence === 'leaves' && isAbsence(ours, theirs))
    return differingPaths(ours ?? {}, theirs ?? {}, absence, path, found);
  if (!isObject(ours) || !isObject(theirs) || Array.isArray(ours) !== Array.isArray(theirs)) {
    found.push(path === '' ? '/' : path);
    return found;
  }
  if (Array.isArray(ours) && Array.isArray(theirs) && ours.length !== theirs.length) {
    found.push(`${path}/length`);
    return found;
  }
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const pointer = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    differingPaths(member(ours, key), member(theirs, key), absence, pointer, found);
  }
  return found;
}

/** A record on one side only. One that is there and empty is not the same as none. */
function isAbsence(ours: unknown, theirs: unknown): boolean {
  return (isRecord(ours) && theirs === undefined) || (isRecord(theirs) && ours === undefined);
}

function isSame(ours: unknown, theirs: unknown, path: string): boolean {
  if (typeof ours !== 'number' || typeof theirs !== 'number') return Object.is(ours, theirs);
  return ours === theirs || (Math.abs(ours - theirs) <= 1e-6 && path.endsWith('_time'));
}

function isRecord(value: unknown): value is object {
  return isObject(value) && !Array.isArray(value) && Object.keys(value).length > 0;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function member(value: object, key: string): unknown {
  return (value as Record<string, unknown>)[key];
}
