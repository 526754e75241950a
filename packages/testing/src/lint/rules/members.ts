import { ENTITY, SUBSEGMENT_ONLY } from '../members.ts';
import type { Entity, Problem, Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { type Mismatch, mismatchesOf } from '../shape.ts';
import { guide, schema } from '../sources.ts';

/** Rules on members by their names and types: what the schema says, where no other rule says more. */
export const memberRules: readonly Rule[] = [
  {
    id: 'member-type',
    severity: 'dropped',
    asks: 'Members have the types of the schema: `http.response.status` is a number, `user` a text.',
    why: 'What does not fit the schema is left out.',
    source: schema('properties'),
    find: (entity) => findOf(entity, 'type'),
  },
  {
    id: 'text-length',
    severity: 'dropped',
    asks: '`user`, `sql.user` and the texts of `http.request` have at most 250 characters; its `url` may have more.',
    source: `${guide('introduction')}; ${schema('properties.http')}`,
    find: (entity) => findOf(entity, 'length'),
  },
  {
    id: 'unknown-member',
    severity: 'advice',
    asks: 'Members are known: those of the guide, of the schema, and those that X-Ray’s SDKs and the Collector send.',
    why: 'An unknown one is stored and shown in the raw data alone; mostly it is a slip of the pen.',
    source: guide('all sections'),
    find: (entity) => findOf(entity, 'unknown'),
  },
  {
    id: 'subsegment-only',
    severity: 'advice',
    asks: `\`${SUBSEGMENT_ONLY.join('`, `')}\` stand on subsegments.`,
    source: guide('Subsegments'),
    find: ({ kind, members }) =>
      SUBSEGMENT_ONLY.flatMap((name) =>
        problemIf(
          kind === 'segment' && members[name] !== undefined,
          `/${name}`,
          () => `${name} is a subsegment's: put the call into one`,
        ),
      ),
  },
];

function findOf({ members }: Entity, kind: Mismatch['kind']): readonly Problem[] {
  return [...mismatchesOf(members, ENTITY)].filter((mismatch) => mismatch.kind === kind);
}
