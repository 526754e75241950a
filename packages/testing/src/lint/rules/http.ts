import type { Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide } from '../sources.ts';
import { isNumber, isText, ownOf } from '../values.ts';

const WHOLE_URL = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i;

/** Rules on `http`. */
export const httpRules: readonly Rule[] = [
  {
    id: 'http-status-range',
    severity: 'wrong',
    asks: '`http.response.status` is between 100 and 599.',
    why: 'Groups and filters by status class do not find it.',
    source: guide('http'),
    find: ({ members: { http } }) => {
      const status = ownOf(ownOf(http, 'response'), 'status');
      const isOutside = isNumber(status) && (status < 100 || status > 599);
      return problemIf(
        isOutside,
        '/http/response/status',
        () => `${String(status)} is no HTTP status: leave it out where there was none`,
      );
    },
  },
  {
    id: 'http-content-length',
    severity: 'wrong',
    asks: '`http.response.content_length` is not negative.',
    source: guide('http'),
    find: ({ members: { http } }) => {
      const length = ownOf(ownOf(http, 'response'), 'content_length');
      const isNegative = isNumber(length) && length < 0;
      return problemIf(
        isNegative,
        '/http/response/content_length',
        () => `${String(length)} bytes: leave out an unknown length`,
      );
    },
  },
  {
    id: 'http-url',
    severity: 'advice',
    asks: '`http.request.url` is a whole URL: scheme, host, path.',
    source: guide('http'),
    find: ({ members: { http } }) => {
      const url = ownOf(ownOf(http, 'request'), 'url');
      const message = (): string => 'no whole URL: put scheme and host before it';
      return problemIf(isText(url) && !WHOLE_URL.test(url), '/http/request/url', message);
    },
  },
  {
    id: 'http-forwarded',
    severity: 'advice',
    asks: '`http.request.x_forwarded_for` stands on segments, beside a `client_ip`.',
    source: guide('http'),
    find: ({ kind, members: { http } }) => {
      const request = ownOf(http, 'request');
      const isThere = ownOf(request, 'x_forwarded_for') !== undefined;
      const isHome = kind === 'segment' && ownOf(request, 'client_ip') !== undefined;
      return problemIf(
        isThere && !isHome,
        '/http/request/x_forwarded_for',
        () => 'it says where a segment’s client_ip comes from: leave it out here',
      );
    },
  },
];
