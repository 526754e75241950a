import type { ReadableSpan } from '@otel-xray/segments';
import { type Difference, has, hasText, isAwsCall, SERVER, text } from './condition.ts';

const URL = /^\/\d+\/http\/request(\/url)?$/;
const SERVER_HOSTS = ['http.host', 'http.server_name', 'net.host.name', 'host.name', 'server.address'];
const CLIENT_HOSTS = ['http.host', 'net.peer.name', 'net.peer.ip'];
const GIVES_URL = [...new Set([...SERVER_HOSTS, ...CLIENT_HOSTS]), 'network.peer.address', 'url.full', 'http.url'];
const PARTS = [
  ...GIVES_URL,
  'url.path',
  'url.query',
  'url.scheme',
  'http.scheme',
  'http.target',
  'server.port',
  'net.host.port',
  'net.peer.port',
];

function hosts(span: ReadableSpan): readonly string[] {
  return span.kind === SERVER ? SERVER_HOSTS : CLIENT_HOSTS;
}

function isPort(value: unknown): boolean {
  const port = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;
}

const SECRET =
  /:\/\/[^/\s]*@|^\w+:[^\s/@]+@|(^|[?&;\s])(sig|token|x-amz-[a-z-]+|password|secret|api_?key|access_token)=|bearer /i;

/** Every text of a span. */
function texts(span: ReadableSpan): string[] {
  const values = [
    span.attributes,
    span.resource.attributes,
    ...span.links.map((link) => link.attributes),
    ...span.events.map((event) => event.attributes),
  ];
  return [
    span.name,
    span.status.message ?? '',
    ...values.flatMap((attributes) => Object.values(attributes ?? {}).map((value) => String(value))),
  ];
}

/** How a request's URL is put together. */
export const urlDifferences: readonly Difference[] = [
  {
    id: 'D20',
    path: URL,
    applies: ({ span }) => has(span, 'url.query', 'url.path') && !hasText(span, 'url.full'),
    why: 'Path and query are put together as `path?query`; the query is not taken for the path.',
  },
  {
    id: 'D21',
    path: URL,
    applies: ({ span }) =>
      span.kind !== SERVER && has(span, 'server.address', 'server.port') && !hasText(span, 'url.full'),
    why: 'A call without a whole URL goes to `server.address` and `server.port`.',
  },
  {
    id: 'D22',
    path: URL,
    applies: ({ span }) =>
      hasText(span, 'server.address') && hasText(span, ...hosts(span).filter((key) => key !== 'server.address')),
    why: 'Where both conventions name the host, the newer one wins.',
  },
  {
    id: 'D22',
    path: URL,
    applies: ({ span }) => hasText(span, 'url.full') && has(span, 'http.url'),
    why: 'Where both conventions give the URL, the newer one wins, whatever their order.',
  },
  {
    id: 'D22',
    path: URL,
    applies: ({ span }) =>
      (has(span, 'url.scheme') && has(span, 'http.scheme')) ||
      (has(span, 'server.port') && has(span, 'net.host.port', 'net.peer.port')) ||
      (hasText(span, 'server.address') && has(span, 'net.host.port', 'http.url')),
    why: 'Where both conventions give a part of the URL, the newer one wins.',
  },
  {
    id: 'D23',
    path: URL,
    applies: ({ span }) => !hasText(span, 'url.full', 'http.url', ...hosts(span)) && has(span, ...GIVES_URL),
    why: 'Without a host there is no URL: `http:///` tells nothing.',
  },
  {
    id: 'D24',
    path: URL,
    applies: ({ span }) =>
      PARTS.some((key) => span.attributes[key] === '' || (has(span, key) && typeof span.attributes[key] === 'object')),
    why: 'A part of the URL that is present but empty counts as missing.',
  },
  {
    id: 'D24',
    path: URL,
    applies: ({ span }) =>
      ['server.port', 'net.host.port', 'net.peer.port'].some((key) => has(span, key) && !isPort(span.attributes[key])),
    why: 'A port that is no port is not written into the URL as `0`.',
  },
  {
    id: 'D24',
    path: URL,
    applies: ({ span }) =>
      PARTS.some((key) => !key.endsWith('port') && has(span, key) && typeof span.attributes[key] !== 'string'),
    why: 'A part of the URL that is no text counts as missing.',
  },
  {
    id: 'D25',
    path: URL,
    applies: ({ span }) =>
      [...hosts(span), 'server.address'].some(
        (key) => /:.*:/.test(text(span, key)) && !text(span, key).startsWith('['),
      ),
    why: 'An IPv6 address stands in brackets in a URL.',
  },
  {
    id: 'D26',
    path: URL,
    applies: ({ span }) => text(span, 'http.url').startsWith('/'),
    why: 'A server that writes just the path as its URL gets the host before it.',
  },
  {
    id: 'D27',
    path: URL,
    applies: ({ span }) => PARTS.some((key) => SECRET.test(text(span, key))),
    why: 'Credentials in URLs are not sent.',
  },
  {
    id: 'D27',
    path: /^\/\d+\/(annotations|metadata\/[^/]*|links\/\d+\/attributes)\/|^\/\d+\/(user|name|aws\/[a-z_/\d]+|service\/version|http\/request\/[a-z_]+)$|^\/\d+\/cause\/exceptions\/\d+\/(message|type)$/,
    applies: ({ span }) =>
      texts(span).some((value) => SECRET.test(value)) ||
      (text(span, 'db.name').includes('://') && has(span, 'db.connection_string')),
    why: 'Credentials are not sent in any other text either.',
  },
  {
    id: 'D28',
    path: /^\/\d+\/http(\/request(\/url)?)?$/,
    applies: ({ span }) => isAwsCall(span) && has(span, 'url.full') && !has(span, 'http.request.method'),
    why: "On a call of AWS's SDK this is the queue's URL and not the request's.",
  },
];
