import { MAX_ANNOTATIONS, MAX_TRACE_BYTES, MAX_TRACE_LINKS } from './limits.ts';
import type { Problem, RuleDescription } from './rule.ts';
import { guide } from './sources.ts';
import type { DocumentFacts, EntityFacts } from './trace-facts.ts';

/** What is known of a trace once all its documents have come. */
export interface TraceFacts {
  readonly documents: readonly DocumentFacts[];
  readonly entities: readonly EntityFacts[];
  readonly byId: ReadonlyMap<string, EntityFacts>;
  /** A parent that sends nothing here. */
  readonly rootParentId: string | undefined;
  /** How much earlier than its parent a child of another document may start. */
  readonly toleranceMillis: number;
}

/** A rule on a whole trace; its problems point into the list of documents. */
export interface TraceRule extends RuleDescription {
  readonly find: (trace: TraceFacts) => Iterable<Problem>;
}

/** All rules on a whole trace. */
export const TRACE_RULES: readonly TraceRule[] = [
  {
    id: 'missing-parent',
    severity: 'wrong',
    asks: 'The parent of every subsegment is in the trace.',
    why: 'Without it the subsegment, and all below it, is not shown in its place.',
    source: guide('Subsegments'),
    find: (trace) => (isBelowOneUnseen(trace) ? [] : orphansOf(trace).map(toMissing)),
  },
  {
    id: 'unseen-parent',
    severity: 'advice',
    asks: 'Somewhere above the subsegments stands a segment.',
    why: 'Where all of them hang below one parent that is not there, it is mostly the segment that Lambda sends itself.',
    source: 'AWS Lambda developer guide, "Visualize Lambda function invocations using AWS X-Ray"',
    find: (trace) => {
      const [first] = orphansOf(trace);
      if (first === undefined || !isBelowOneUnseen(trace)) return [];
      const message = `no document has its parent ${first.parentId}: name that as rootParentId if another sends it, as Lambda does`;
      return [{ pointer: `${first.pointer}/parent_id`, message }];
    },
  },
  {
    id: 'parent-loop',
    severity: 'wrong',
    asks: 'Following the parents upwards ends.',
    why: 'What hangs below itself hangs below no root.',
    source: guide('parent_id'),
    find: (trace) =>
      trace.entities
        .filter((entity) => entity.parentId !== entity.id && isInLoop(entity, trace))
        .map(({ id, pointer }) => ({
          pointer: `${pointer}/parent_id`,
          message: `following the parents of ${id} leads back to it`,
        })),
  },
  {
    id: 'trace-duplicate-id',
    severity: 'dropped',
    asks: 'An `id` comes at most twice in a trace: in progress, and complete.',
    why: 'The later document takes the place of the earlier.',
    source: guide('in_progress'),
    find: ({ entities }) => findDuplicates(entities),
  },
  {
    id: 'clock-backwards',
    severity: 'wrong',
    asks: 'Nothing starts before its parent.',
    why: 'The time line draws it outside its parent. Two hosts never have quite one time: a tolerance is allowed.',
    source: guide('start_time'),
    find: ({ entities, byId, toleranceMillis }) =>
      entities.flatMap(({ kind, parentId = '', startTime, pointer, index }) => {
        const parent = byId.get(parentId);
        // Inside one document it is `child-before-parent`.
        const isOther = parent !== undefined && (kind !== 'nested' || parent.index !== index);
        if (!isOther || parent.startTime === undefined || startTime === undefined) return [];
        const earlyMillis = (parent.startTime - startTime) * 1000;
        if (earlyMillis <= toleranceMillis) return [];
        const message = `starts ${Math.round(earlyMillis)} ms before its parent: the clocks of the two hosts differ`;
        return [{ pointer: `${pointer}/start_time`, message }];
      }),
  },
  {
    id: 'cause-reference',
    severity: 'wrong',
    asks: 'Where `cause` is an id, an exception of the trace has it.',
    why: 'No exception is shown.',
    source: guide('cause'),
    find: ({ documents }) => {
      const ids = new Set(documents.flatMap(({ exceptionIds }) => exceptionIds));
      return documents
        .flatMap(({ causes }) => causes)
        .filter(({ id }) => !ids.has(id))
        .map(({ id, pointer }) => ({ pointer, message: `no exception of the trace has the id ${id}` }));
    },
  },
  {
    id: 'trace-annotation-count',
    severity: 'dropped',
    asks: `A trace has at most ${MAX_ANNOTATIONS} annotations.`,
    why: 'The others are kept, and cannot be searched.',
    source: guide('annotations'),
    find: ({ documents }) => findExcess(documents, { member: 'annotations', max: MAX_ANNOTATIONS }),
  },
  {
    id: 'trace-link-count',
    severity: 'dropped',
    asks: `A trace has at most ${MAX_TRACE_LINKS} links.`,
    source: guide('links'),
    find: ({ documents }) => findExcess(documents, { member: 'links', max: MAX_TRACE_LINKS }),
  },
  {
    id: 'trace-size',
    severity: 'dropped',
    asks: `The documents of a trace have at most ${MAX_TRACE_BYTES / 1000} kB together.`,
    why: 'Past it the trace is marked as too large, and what comes then is left out. The limit is lower where documents trickle in.',
    source: 'AWS Knowledge Center, X-Ray trace document size',
    find: ({ documents }) => findExcessBytes(documents),
  },
];

function orphansOf({ entities, byId, rootParentId }: TraceFacts): readonly EntityFacts[] {
  return entities.filter(
    ({ kind, parentId }) =>
      kind === 'independent' && parentId !== undefined && parentId !== rootParentId && !byId.has(parentId),
  );
}

/** Whether there is no segment, and all subsegments hang below one parent that is not there, and nobody told which that is. */
function isBelowOneUnseen(trace: TraceFacts): boolean {
  if (trace.rootParentId !== undefined) return false;
  const parents = new Set(orphansOf(trace).map(({ parentId }) => parentId));
  return parents.size === 1 && trace.entities.every(({ kind }) => kind !== 'segment');
}

function toMissing({ parentId, pointer }: EntityFacts): Problem {
  const message = `no segment or subsegment of the trace has the id ${parentId}: was its document sent, and to the same place?`;
  return { pointer: `${pointer}/parent_id`, message };
}

function isInLoop(entity: EntityFacts, { byId }: TraceFacts): boolean {
  const seen = new Set<string>();
  let at = byId.get(entity.parentId ?? '');
  while (at !== undefined && at.id !== entity.id && !seen.has(at.id)) {
    seen.add(at.id);
    at = byId.get(at.parentId ?? '');
  }
  return at?.id === entity.id;
}

function findDuplicates(entities: readonly EntityFacts[]): readonly Problem[] {
  const seen = new Map<string, EntityFacts>();
  return entities.flatMap((entity) => {
    const { id, inProgress, pointer, index } = entity;
    const key = `${id} ${inProgress}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, entity);
    // Inside one document it is `duplicate-id`.
    if (first === undefined || first.index === index) return [];
    const message = `${id} came before, ${inProgress ? 'in progress' : 'complete'} as here, at ${first.pointer}: draw a new id, or send it once`;
    return [{ pointer: `${pointer}/id`, message }];
  });
}

interface Countable {
  readonly member: 'annotations' | 'links';
  /** How many a trace keeps. */
  readonly max: number;
}

/** The first document with which there are too many. What came in progress and came again complete counts once. */
function findExcess(documents: readonly DocumentFacts[], { member, max }: Countable): readonly Problem[] {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { entities, index } of documents) {
    for (const { id, [member]: count } of entities) {
      // Too many on one alone have a rule of their own, so that the same is not told twice.
      if (count > max) return [];
      const before = counts.get(id) ?? 0;
      counts.set(id, Math.max(before, count));
      total += Math.max(0, count - before);
    }
    if (total > max) {
      return [
        { pointer: `/${index}`, message: `with this document the trace has ${total} ${member}, and ${max} are kept` },
      ];
    }
  }
  return [];
}

function findExcessBytes(documents: readonly DocumentFacts[]): readonly Problem[] {
  let total = 0;
  for (const { bytes, index } of documents) {
    const before = total;
    total += bytes;
    // One document alone has a limit of its own.
    if (total <= MAX_TRACE_BYTES || before === 0) continue;
    const message = `with this document the trace has ${total} bytes, and ${MAX_TRACE_BYTES} are kept`;
    return [{ pointer: `/${index}`, message }];
  }
  return [];
}
