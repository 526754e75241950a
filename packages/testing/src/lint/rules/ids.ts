import type { JsonObject, Problem, Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { unprocessed } from '../sources.ts';
import { describeValue, isId, isText, isXRayTraceId } from '../values.ts';

const ID_MEMBERS = ['id', 'trace_id', 'parent_id'] as const;
const W3C_TRACE_ID = /^[0-9a-f]{32}$/i;

/** Rules on the ids of segments and subsegments. */
export const idRules: readonly Rule[] = [
  {
    id: 'id-format',
    severity: 'rejected',
    asks: '`id` is 16 hex digits.',
    source: unprocessed('MissingId'),
    find: ({ members }) =>
      problemIf(
        !isId(members['id']),
        '/id',
        () => `expected 16 hex digits, found ${describeValue(members['id'])}: take the span's id`,
      ),
  },
  {
    id: 'trace-id-format',
    severity: 'rejected',
    asks: '`trace_id` is `1-`, 8 hex digits, `-`, 24 hex digits; inside another document it may be absent.',
    source: unprocessed('InvalidTraceId'),
    find: ({ kind, members }) => {
      const traceId = members['trace_id'];
      const isAbsent = kind === 'nested' && traceId === undefined;
      return problemIf(!isAbsent && !isXRayTraceId(traceId), '/trace_id', () => traceIdMessage(traceId));
    },
  },
  {
    id: 'id-zero',
    severity: 'wrong',
    asks: 'No id is all zero.',
    why: 'OpenTelemetry writes zeros where there is no id: all that have none would be one.',
    source: 'W3C Trace Context, "trace-id" and "parent-id": all zeros are invalid',
    find: ({ members }) => textsOf(members).flatMap(zeroProblem),
  },
  {
    id: 'id-case',
    severity: 'advice',
    asks: 'Hex digits of ids are lower-case.',
    source: 'W3C Trace Context, "traceparent": lower-case hex digits',
    find: ({ members }) => textsOf(members).flatMap(caseProblem),
  },
];

function traceIdMessage(traceId: unknown): string {
  const found = `expected 1-<8 hex digits>-<24 hex digits>, found ${describeValue(traceId)}`;
  if (!isText(traceId) || !W3C_TRACE_ID.test(traceId)) return found;
  return `${found}: that is the W3C form, write 1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
}

interface IdMember {
  readonly name: string;
  readonly id: string;
}

function textsOf(members: JsonObject): readonly IdMember[] {
  return ID_MEMBERS.flatMap((name) => {
    const id = members[name];
    return isText(id) ? [{ name, id }] : [];
  });
}

function zeroProblem({ name, id }: IdMember): readonly Problem[] {
  const isZero = /^(?:1-)?[0-]+$/.test(id) && (isId(id) || isXRayTraceId(id));
  return problemIf(isZero, `/${name}`, () => `${name} is all zero, which stands for no id: leave such spans out`);
}

function caseProblem({ name, id }: IdMember): readonly Problem[] {
  const isUpper = id !== id.toLowerCase() && (isId(id) || isXRayTraceId(id));
  const message = `${name} has upper-case digits: ids are compared as texts, and others write this one in lower case`;
  return problemIf(isUpper, `/${name}`, () => message);
}
