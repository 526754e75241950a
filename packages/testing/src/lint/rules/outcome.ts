import type { Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide } from '../sources.ts';
import { isNumber, ownOf } from '../values.ts';

/** Rules on `error`, `fault` and `throttle`. */
export const outcomeRules: readonly Rule[] = [
  {
    id: 'status-without-flag',
    severity: 'wrong',
    asks: 'With a status of 4xx `error` is `true`, with 5xx `fault`.',
    why: 'X-Ray goes by the flags alone: the call counts as one that went well.',
    source: guide('error, fault'),
    find: ({ members: { http, error, fault } }) => {
      const status = ownOf(ownOf(http, 'response'), 'status');
      const flag = flagOf(status);
      const message = (): string => `status ${String(status)} and no flag: write "${String(flag)}": true`;
      return problemIf(flag !== undefined && error !== true && fault !== true, '/http/response/status', message);
    },
  },
  {
    id: 'throttle-without-error',
    severity: 'advice',
    asks: 'Beside `throttle` stands `error`: a throttled call is one that the client is told to repeat.',
    source: guide('throttle'),
    find: ({ members: { throttle, error } }) =>
      problemIf(
        throttle === true && error !== true,
        '/throttle',
        () => 'a throttled call is an error as well: write "error": true',
      ),
  },
];

function flagOf(status: unknown): 'error' | 'fault' | undefined {
  if (!isNumber(status) || status < 400 || status > 599) return undefined;
  return status < 500 ? 'error' : 'fault';
}
