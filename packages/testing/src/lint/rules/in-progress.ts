import type { Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide } from '../sources.ts';

/** Rules on what ends a segment. */
export const inProgressRules: readonly Rule[] = [
  {
    id: 'end-or-in-progress',
    severity: 'rejected',
    asks: 'There is an `end_time`, or `in_progress` is `true`.',
    source: guide('Required segment fields'),
    find: ({ members: { end_time: end, in_progress: inProgress } }) =>
      problemIf(
        end === undefined && inProgress !== true,
        '',
        () => 'neither end_time nor in_progress: write end_time, or "in_progress": true for what runs on',
      ),
  },
  {
    id: 'end-and-in-progress',
    severity: 'wrong',
    asks: '`end_time` and `in_progress: true` do not stand together.',
    why: 'The trace is shown as one that still runs.',
    source: guide('in_progress'),
    find: ({ members: { end_time: end, in_progress: inProgress } }) =>
      problemIf(
        end !== undefined && inProgress === true,
        '/in_progress',
        () => 'it has ended: leave in_progress out, or end_time if it runs on',
      ),
  },
];
