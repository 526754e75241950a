import { entitiesOf } from './entities.ts';
import type { Entity, JsonObject } from './rule.ts';
import { isId, isNumber, isText, itemsOf, membersOf, ownOf } from './values.ts';

/** What a trace is judged by, of one segment or subsegment: little, so that a long trace needs little memory. */
export interface EntityFacts {
  readonly id: string;
  readonly kind: Entity['kind'];
  /** The parent's id: of a nested one, of what it stands in. */
  readonly parentId: string | undefined;
  readonly startTime: number | undefined;
  readonly inProgress: boolean;
  readonly annotations: number;
  readonly links: number;
  /** From the list of documents: `/3/subsegments/0`. */
  readonly pointer: string;
  /** Which document of the list. */
  readonly index: number;
}

/** What a trace is judged by, of one document. */
export interface DocumentFacts {
  readonly traceId: string;
  readonly bytes: number;
  readonly index: number;
  readonly entities: readonly EntityFacts[];
  readonly exceptionIds: readonly string[];
  /** Where `cause` is the id of an exception. */
  readonly causes: readonly { readonly id: string; readonly pointer: string }[];
}

/** The facts of a document; `undefined` where it names no trace. (Sub)segments without an id are left to other rules. */
export function factsOf(document: JsonObject, index: number): DocumentFacts | undefined {
  const traceId = document['trace_id'];
  if (!isText(traceId)) return undefined;
  const entities = entitiesOf(document);
  return {
    traceId,
    index,
    bytes: Buffer.byteLength(JSON.stringify(document)),
    entities: entities.flatMap((entity) => entityFacts(entity, index)),
    exceptionIds: entities
      .flatMap(({ members }) =>
        itemsOf(ownOf(members['cause'], 'exceptions')).map((exception) => ownOf(exception, 'id')),
      )
      .filter(isText),
    causes: entities.flatMap(({ members: { cause }, pointer }) =>
      isText(cause) ? [{ id: cause, pointer: `/${index}${pointer}/cause` }] : [],
    ),
  };
}

function entityFacts({ kind, members, pointer, parent }: Entity, index: number): EntityFacts[] {
  const { id, parent_id: own, start_time: start, in_progress: inProgress } = members;
  if (!isId(id)) return [];
  const parentId = parent === undefined ? own : parent.members['id'];
  return [
    {
      id,
      kind,
      parentId: isId(parentId) ? parentId : undefined,
      startTime: isNumber(start) ? start : undefined,
      inProgress: inProgress === true,
      annotations: Object.keys(membersOf(members['annotations'])).length,
      links: itemsOf(members['links']).length,
      pointer: `/${index}${pointer}`,
      index,
    },
  ];
}
