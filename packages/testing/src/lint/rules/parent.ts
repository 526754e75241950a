import { entitiesOf } from '../entities.ts';
import type { Entity, Problem, Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide, schema, unprocessed } from '../sources.ts';
import { describeValue, isId, isObject, isText } from '../values.ts';

/** Rules on what a (sub)segment hangs below, and what hangs below it. */
export const parentRules: readonly Rule[] = [
  {
    id: 'parent-missing',
    severity: 'rejected',
    asks: 'A subsegment that is sent on its own has a `parent_id`.',
    source: unprocessed('MissingParentId'),
    find: ({ kind, members }) =>
      problemIf(
        kind === 'independent' && members['parent_id'] === undefined,
        '/parent_id',
        () => 'a subsegment on its own needs parent_id, the id of the segment or subsegment that it is part of',
      ),
  },
  {
    id: 'parent-format',
    severity: 'rejected',
    asks: '`parent_id`, where it is there, is 16 hex digits.',
    source: schema('properties.parent_id'),
    find: ({ members: { parent_id: parent } }) =>
      problemIf(
        parent !== undefined && !isId(parent),
        '/parent_id',
        () => `expected 16 hex digits, found ${describeValue(parent)}; leave it out where there is no parent`,
      ),
  },
  {
    id: 'parent-self',
    severity: 'wrong',
    asks: '`parent_id` is not the own `id`.',
    why: 'It hangs below itself, and so below nothing that is shown.',
    source: guide('parent_id'),
    find: ({ members: { id, parent_id: parent } }) =>
      problemIf(isId(id) && id === parent, '/parent_id', () => 'it is its own parent: take the id of the caller'),
  },
  {
    id: 'nested-parent',
    severity: 'wrong',
    asks: 'A subsegment inside a document names no other parent than the one it stands in.',
    why: 'Two places are claimed, and only one is drawn.',
    source: guide('Subsegments'),
    find: ({ members: { parent_id: claimed }, parent }) =>
      problemIf(
        parent !== undefined && isId(claimed) && claimed !== parent.members['id'],
        '/parent_id',
        () => `names ${claimed} and stands in ${describeValue(parent?.members['id'])}: leave parent_id out`,
      ),
  },
  {
    id: 'nested-trace',
    severity: 'wrong',
    asks: 'A subsegment inside a document names no other trace than the document.',
    source: guide('Subsegments'),
    find: ({ members: { trace_id: claimed }, parent }) => {
      const traceId = parent === undefined ? claimed : rootOf(parent).members['trace_id'];
      const message = (): string => `names ${String(claimed)} in a document of ${String(traceId)}: leave trace_id out`;
      return problemIf(isText(claimed) && isText(traceId) && claimed !== traceId, '/trace_id', message);
    },
  },
  {
    id: 'type-value',
    severity: 'wrong',
    asks: '`type` is `subsegment`, or absent.',
    why: 'With another value a subsegment is taken for a segment, a node of its own.',
    source: guide('type'),
    find: ({ members: { type } }) =>
      problemIf(
        isText(type) && type !== 'subsegment',
        '/type',
        () => `expected "subsegment", found ${describeValue(type)}: leave type out of segments`,
      ),
  },
  {
    id: 'subsegments-shape',
    severity: 'dropped',
    asks: '`subsegments` is a list of objects.',
    source: schema('properties.subsegments'),
    find: ({ members: { subsegments } }) => (subsegments === undefined ? [] : findNoObjects(subsegments)),
  },
  {
    id: 'duplicate-id',
    severity: 'dropped',
    asks: 'Within a document, each `id` stands once.',
    why: 'Of two with one id the later takes the place of the earlier.',
    source: guide('id'),
    find: (entity) => (entity.parent === undefined ? findDuplicates(entity) : []),
  },
];

function rootOf(entity: Entity): Entity {
  let root = entity;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

function findNoObjects(subsegments: unknown): readonly Problem[] {
  if (!Array.isArray(subsegments)) {
    return [{ pointer: '/subsegments', message: `expected a list, found ${describeValue(subsegments)}` }];
  }
  return subsegments.flatMap((item: unknown, index) =>
    problemIf(!isObject(item), `/subsegments/${index}`, () => `expected an object, found ${describeValue(item)}`),
  );
}

function findDuplicates(document: Entity): readonly Problem[] {
  const seen = new Map<string, string>();
  return entitiesOf(document.members).flatMap(({ members: { id }, pointer }) => {
    if (!isId(id)) return [];
    const first = seen.get(id);
    if (first === undefined) seen.set(id, pointer);
    const place = first === '' ? 'the document itself' : String(first);
    return problemIf(first !== undefined, `${pointer}/id`, () => `${id} is also the id of ${place}: draw a new one`);
  });
}
