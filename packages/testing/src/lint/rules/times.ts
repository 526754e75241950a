import type { Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide, schema } from '../sources.ts';
import { describeValue, isNumber } from '../values.ts';

/** No time in seconds is that large before the year 5138; milliseconds are since 1973. */
const IMPLAUSIBLE_SECONDS = 1e11;
/** A parent and its nested child are of one process, whose spans may still be timed by two clocks. */
const NESTED_TOLERANCE_SECONDS = 0.1;

/** Rules on the times of one document. None reads a clock: how old a document is, is not judged. */
export const timeRules: readonly Rule[] = [
  {
    id: 'start-time',
    severity: 'rejected',
    asks: '`start_time` is a number.',
    source: schema('required'),
    find: ({ members: { start_time: start } }) =>
      problemIf(
        !isNumber(start),
        '/start_time',
        () => `expected Unix seconds as a number, found ${describeValue(start)}`,
      ),
  },
  {
    id: 'end-time',
    severity: 'rejected',
    asks: '`end_time`, where it is there, is a number.',
    why: 'A segment needs `end_time` or `in_progress`, and this one has neither.',
    source: guide('Required segment fields'),
    find: ({ members: { end_time: end } }) =>
      problemIf(
        end !== undefined && !isNumber(end),
        '/end_time',
        () => `expected Unix seconds as a number, found ${describeValue(end)}`,
      ),
  },
  {
    id: 'time-unit',
    severity: 'wrong',
    asks: 'Times are seconds since 1970, with a fraction.',
    source: guide('start_time'),
    find: ({ members }) =>
      (['start_time', 'end_time'] as const).flatMap((name) => {
        const time = members[name];
        if (!isNumber(time) || (time >= 0 && time < IMPLAUSIBLE_SECONDS)) return [];
        const why =
          time < 0 ? 'before 1970' : 'past the year 5000; it looks like milliseconds or nanoseconds: divide it';
        return [{ pointer: `/${name}`, message: `${time} seconds are ${why}` }];
      }),
  },
  {
    id: 'end-before-start',
    severity: 'wrong',
    asks: '`end_time` is not before `start_time`.',
    source: guide('end_time'),
    find: ({ members: { start_time: start, end_time: end } }) =>
      problemIf(
        isNumber(start) && isNumber(end) && end < start,
        '/end_time',
        () =>
          `ends ${Number(start) - Number(end)} s before it starts: take both times from one clock; for what runs on, in_progress`,
      ),
  },
  {
    id: 'child-before-parent',
    severity: 'wrong',
    asks: 'A subsegment does not start before the one that it stands in.',
    why: `The time line draws it outside its parent. ${NESTED_TOLERANCE_SECONDS} s are allowed.`,
    source: guide('subsegments'),
    find: ({ members: { start_time: start }, parent }) => {
      const parentStart = parent?.members['start_time'];
      if (!isNumber(start) || !isNumber(parentStart)) return [];
      const early = parentStart - start;
      const message = (): string => `starts ${early} s before its parent: take the times of a process from one clock`;
      return problemIf(early > NESTED_TOLERANCE_SECONDS, '/start_time', message);
    },
  },
];
