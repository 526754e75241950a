import { MAX_LINKS } from '../limits.ts';
import type { JsonObject, Problem, Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide } from '../sources.ts';
import { describeValue, isId, isObject, isXRayTraceId, itemsOf, ownOf } from '../values.ts';

const COLLECTOR = 'OpenTelemetry Collector, awsxrayexporter, `links`';

/** Rules on `links`. */
export const linkRules: readonly Rule[] = [
  {
    id: 'links-shape',
    severity: 'dropped',
    asks: '`links` is a list of objects, whose `attributes` are an object.',
    source: COLLECTOR,
    find: ({ members: { links } }) => (links === undefined ? [] : shapeProblems(links)),
  },
  {
    id: 'link-ids',
    severity: 'dropped',
    asks: 'A link has a `trace_id` in X-Ray’s form and an `id` of 16 hex digits.',
    why: 'A link that leads nowhere is not drawn.',
    source: COLLECTOR,
    find: ({ members: { links } }) =>
      itemsOf(links).flatMap((link, index) => (isObject(link) ? idProblems(link, index) : [])),
  },
  {
    id: 'link-count',
    severity: 'dropped',
    asks: `A segment has at most ${MAX_LINKS} links.`,
    source: guide('links'),
    find: ({ members: { links } }) => {
      const count = itemsOf(links).length;
      return problemIf(count > MAX_LINKS, '/links', () => `${count} links, and ${MAX_LINKS} are kept: choose`);
    },
  },
];

function shapeProblems(links: unknown): readonly Problem[] {
  if (!Array.isArray(links)) return [{ pointer: '/links', message: `expected a list, found ${describeValue(links)}` }];
  return links.flatMap((link: unknown, index) => {
    const attributes = ownOf(link, 'attributes');
    return [
      ...problemIf(!isObject(link), `/links/${index}`, () => `expected an object, found ${describeValue(link)}`),
      ...problemIf(
        attributes !== undefined && !isObject(attributes),
        `/links/${index}/attributes`,
        () => `expected an object, found ${describeValue(attributes)}`,
      ),
    ];
  });
}

function idProblems(link: JsonObject, index: number): readonly Problem[] {
  const { trace_id: traceId, id } = link;
  return [
    ...problemIf(
      !isXRayTraceId(traceId),
      `/links/${index}/trace_id`,
      () => `expected 1-<8 hex digits>-<24 hex digits>, found ${describeValue(traceId)}`,
    ),
    ...problemIf(!isId(id), `/links/${index}/id`, () => `expected 16 hex digits, found ${describeValue(id)}`),
  ];
}
