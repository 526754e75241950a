import type { ReadableSpan } from '@otel-xray/segments';
import { type Difference, has, type Input, text } from './condition.ts';

const METADATA = /^\/\d+\/metadata(\/default(\/[^/]+)*)?$/;

function values(span: ReadableSpan): [string, unknown][] {
  return Object.entries(span.attributes);
}

/** Attributes that the input asks to be annotations. */
function isAsked({ span, options }: Input, key: string): boolean {
  const listed = span.attributes['aws.xray.annotations'];
  return (
    options.indexAllAttributes === true ||
    (options.indexedAttributes ?? []).includes(key) ||
    (Array.isArray(listed) && listed.includes(key))
  );
}

function isScalar(value: unknown): boolean {
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  );
}

function isNonFinite(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(isNonFinite);
}

/** Whether two keys that are asked for become the same one, since X-Ray's keys have fewer characters. */
function hasCollision(input: Input): boolean {
  const keys = Object.keys(input.span.attributes).filter((key) => isAsked(input, key));
  return new Set(keys.map((key) => key.replaceAll(/[^\w.]/g, '_'))).size < keys.length;
}

function asked(input: Input): number {
  const resource = Object.keys(input.span.resource.attributes).map((key) => `otel.resource.${key}`);
  return [...Object.keys(input.span.attributes), ...resource].filter((key) => isAsked(input, key)).length;
}

/** Annotations, metadata, user, times, links: what may not vanish, and what X-Ray does not take. */
export const attributeDifferences: readonly Difference[] = [
  {
    id: 'D70',
    path: METADATA,
    applies: (input) =>
      hasCollision(input) ||
      values(input.span).some(
        ([key, value]) => key !== 'aws.xray.annotations' && !isScalar(value) && isAsked(input, key),
      ),
    why: 'What cannot be indexed although it was asked for stays metadata.',
  },
  {
    id: 'D71',
    path: /^\/length$/,
    applies: ({ span }) =>
      [span.attributes, span.resource.attributes, ...span.links.map((link) => link.attributes ?? {})].some(
        isNonFinite,
      ) || span.events.some((event) => isNonFinite(event.attributes ?? {})),
    why: 'NaN or an infinity costs its own value, which becomes text, and not the whole span.',
  },
  {
    id: 'D72',
    path: /^\/\d+\/(annotations|metadata(\/default)?)(\/[^/]*)?$/,
    applies: (input) => asked(input) > 50,
    why: 'X-Ray indexes 50 annotations: the preferred ones stay, the others become metadata.',
  },
  {
    id: 'D73',
    path: /^\/\d+\/(annotations|metadata(\/default)?)(\/[^/]*)?$/,
    applies: (input) =>
      values(input.span).some(
        ([key, value]) =>
          isAsked(input, key) && (key === '' || key.length > 500 || (typeof value === 'string' && value.length > 1000)),
      ),
    why: 'An annotation without a key, or with one that is too long, stays metadata; a value is cut at 1,000 characters and kept whole in metadata.',
  },
  {
    id: 'D78',
    path: /^\/\d+\/metadata(\/[^/]*(\/aws\.xray\.metadata\.[^/]*)?)?$/,
    applies: ({ span }) =>
      values(span).some(
        ([key, value]) => key.startsWith('aws.xray.metadata.') && typeof value === 'string' && value.trim() === 'null',
      ),
    why: 'A metadata namespace is never null: the text stays as it is.',
  },
  {
    id: 'D74',
    path: /^\/\d+\/(user|metadata(\/default(\/enduser\.id(\/[^/]+)*)?)?)$/,
    applies: ({ span }) =>
      has(span, 'enduser.id') && (typeof span.attributes['enduser.id'] !== 'string' || text(span, 'enduser.id') === ''),
    why: 'A user id that is a number is written in decimal; one that is neither number nor text, or empty, stays metadata.',
  },
  {
    id: 'D75',
    path: /^\/\d+\/(end_time|in_progress)$/,
    applies: ({ span }) => span.endTime[0] === 0 && span.endTime[1] === 0,
    why: 'A span without an end is in progress and does not end in 1970.',
  },
  {
    id: 'D76',
    path: /^\/length$/,
    applies: ({ span }) => /^0*$/.test(span.spanContext().spanId) || /^0*$/.test(span.spanContext().traceId),
    why: 'A span without ids is refused, as X-Ray refuses its document.',
  },
  {
    id: 'D77',
    path: /^\/\d+\/links(\/length)?$/,
    applies: ({ span }) =>
      span.links.length > 20 ||
      span.links.some((link) => /^0*$/.test(link.context.spanId) || /^0*$/.test(link.context.traceId)),
    why: 'A link without ids is no link; it and those beyond 20 stay in the metadata.',
  },
  {
    id: 'D79',
    path: /^\/\d+\/(annotations|metadata\/default)\/([^/]*\.)?[^./]*(password|secret|api_?key|access_?key|token|authorization|cookie)$/i,
    applies: ({ span }) =>
      [...Object.keys(span.attributes), ...Object.keys(span.resource.attributes)].some((key) => SECRET_KEY.test(key)),
    why: 'The value of an attribute whose own name says that it is a secret is not sent.',
  },
];

const SECRET_KEY = /(password|secret|api_?key|access_?key|token|authorization|cookie)$/i;
