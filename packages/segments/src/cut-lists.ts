import type { Place } from './cut-place.ts';
import type { SegmentDocument } from './document.ts';
import { jsonBytes } from './size.ts';

/** Links and the lists of `aws` (log groups, table names): the last items go first, until so many are left. */
export function listsOf(document: SegmentDocument, minItems = 0): Place[] {
  const { aws = {} } = document;
  const ofAws = Object.keys(aws).flatMap((key) => listAt(aws, key, `aws.${key}`, minItems));
  return [...ofAws, ...listAt(document, 'links', 'links', minItems)];
}

function listAt(holder: object, key: string, field: string, minItems: number): Place[] {
  const members = holder as Record<string, unknown>;
  const list: unknown = members[key];
  if (!Array.isArray(list) || list.length <= minItems) return [];
  const cut: Place['cut'] = (neededBytes) => {
    const { kept, freedBytes } = withoutLast(list, neededBytes, minItems);
    if (kept.length > 0) members[key] = kept;
    else delete members[key];
    const leftOut = list.length - kept.length;
    return { freedBytes, leftOut, kind: 'cut', done: `${leftOut} of ${list.length} left out` };
  };
  return [{ field, bytes: jsonBytes(list), cut }];
}

/** What is left of a list when its last items have made room, those that went, and how many bytes they took. */
export function withoutLast<T>(
  list: readonly T[],
  neededBytes: number,
  minItems: number,
): { kept: T[]; removed: readonly T[]; freedBytes: number } {
  let length = list.length;
  let freedBytes = 0;
  while (freedBytes < neededBytes && length > minItems) freedBytes += jsonBytes(list[--length]) + 1;
  return { kept: list.slice(0, length), removed: list.slice(length), freedBytes };
}
