import { isIP } from 'node:net';
import type { ReadableSpan } from '@otel-xray/segments';
import { attributePath, CLIENT, type Difference, has, hasText, kindIs, PRODUCER, SERVER, text } from './condition.ts';

const REQUEST_KEYS = ['http.method', 'http.request.method', 'http.user_agent', 'user_agent.original'];
/** Of these, one is enough for the Collector to write an http block. */
const BLOCK_KEYS = [
  ...REQUEST_KEYS,
  'http.status_code',
  'http.response.status_code',
  'http.url',
  'url.full',
  'http.scheme',
  'url.scheme',
  'http.target',
  'url.query',
  'url.path',
  'http.host',
  'http.server_name',
  'net.host.port',
  'http.client_ip',
];
/** These it takes as well, without a block being due to them. */
const TAKEN_BY_COLLECTOR = [
  ...BLOCK_KEYS,
  'net.host.name',
  'host.name',
  'net.peer.name',
  'net.peer.port',
  'server.address',
  'server.port',
  'client.address',
  'net.peer.ip',
  'network.peer.address',
];
const LENGTH_KEYS = [
  'http.response.body.size',
  'http.response_content_length',
  'http.response_content_length_uncompressed',
];

function isCode(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value);
}

/** Whether a status code is there that the Collector reads otherwise: a text, or both conventions with different codes. */
function isCodeMisread(span: ReadableSpan): boolean {
  const older = span.attributes['http.status_code'];
  const newer = span.attributes['http.response.status_code'];
  if (older !== undefined && newer !== undefined && older !== newer) return true;
  return [older, newer].some((code) => code !== undefined && !isCode(code));
}

function hasStatus(span: ReadableSpan): boolean {
  return ['http.status_code', 'http.response.status_code'].some((key) =>
    /^\d+$/.test(String(span.attributes[key] ?? '')),
  );
}

/** Whether the request has a method, an agent, a client or a host: what our block tells of it. */
function isRequestKnown(span: ReadableSpan): boolean {
  const told = [
    'url.full',
    'http.url',
    'http.host',
    'server.address',
    ...(span.kind === SERVER ? SERVER_NAMES : CLIENT_NAMES),
  ];
  const client = kindIs(span, CLIENT, PRODUCER) ? [] : ['http.client_ip', 'net.peer.ip'];
  const addresses = kindIs(span, CLIENT, PRODUCER) ? [] : ['client.address', 'network.peer.address'];
  return (
    hasText(span, ...REQUEST_KEYS, ...told, ...client) ||
    addresses.some((key) => isIP(text(span, key)) !== 0 && !text(span, key).includes('%'))
  );
}

const SERVER_NAMES = ['http.server_name', 'net.host.name', 'host.name'];
const CLIENT_NAMES = ['net.peer.name', 'net.peer.ip'];

/** Request and response of an HTTP span, and which attributes they stand for. */
export const httpDifferences: readonly Difference[] = [
  {
    id: 'D30',
    path: /^\/\d+\/http\/response\/content_length$/,
    applies: ({ span }) => has(span, ...BLOCK_KEYS),
    why: 'The length of the answer is written where it is known, and left out where it is not, instead of always 0.',
  },
  {
    id: 'D31',
    path: /^\/\d+\/http\/response$/,
    applies: ({ span }) => has(span, ...BLOCK_KEYS) && !hasStatus(span),
    why: 'A request or response of which nothing is known is left out instead of written empty.',
  },
  {
    id: 'D31',
    path: /^\/\d+\/http\/request$/,
    applies: ({ span }) => has(span, ...BLOCK_KEYS) && !isRequestKnown(span),
    why: 'A request or response of which nothing is known is left out instead of written empty.',
  },
  {
    id: 'D31',
    path: /^\/\d+\/http$/,
    applies: ({ span }) => has(span, ...BLOCK_KEYS) && !hasStatus(span) && !isRequestKnown(span),
    why: 'A request or response of which nothing is known is left out instead of written empty.',
  },
  {
    id: 'D32',
    path: /^\/\d+\/(http(\/response(\/status)?)?|fault|error|throttle)$/,
    applies: ({ span }) => isCodeMisread(span),
    why: 'A status code written as text is read, one that is none is left out, and where both conventions tell one the newer decides status and flags alike.',
  },
  {
    id: 'D33',
    path: /^\/\d+\/http\/request\/(method|user_agent)$/,
    applies: ({ span }) =>
      (has(span, 'http.method') && has(span, 'http.request.method')) ||
      (has(span, 'http.user_agent') && has(span, 'user_agent.original')) ||
      REQUEST_KEYS.some((key) => text(span, key).length > 250),
    why: 'Where both conventions tell it, the newer one wins; beyond 250 characters it is cut, as X-Ray would.',
  },
  {
    id: 'D33',
    path: /^\/\d+\/http\/request\/method$/,
    applies: ({ span }) =>
      text(span, 'http.request.method') === '_OTHER' && hasText(span, 'http.request.method_original'),
    why: 'A method that the convention calls `_OTHER` is told by its real name.',
  },
  {
    id: 'D34',
    path: /^\/\d+\/http\/request(\/(client_ip|x_forwarded_for))?$/,
    applies: ({ span }) =>
      kindIs(span, CLIENT, PRODUCER) &&
      has(span, 'client.address', 'http.client_ip', 'net.peer.ip', 'network.peer.address'),
    why: "For a call the peer is the server: its address is not the client's.",
  },
  {
    id: 'D35',
    path: /^\/\d+\/http\/request\/x_forwarded_for$/,
    applies: ({ span }) => has(span, 'client.address', 'http.client_ip'),
    why: 'An address was forwarded if the connection came from another one, not if nothing is known of the connection.',
  },
  {
    id: 'D36',
    path: /^\/\d+\/http\/request\/client_ip$/,
    applies: ({ span }) =>
      (has(span, 'client.address') && has(span, 'http.client_ip')) ||
      (has(span, 'network.peer.address') && has(span, 'net.peer.ip')) ||
      (has(span, 'http.client_ip') && text(span, 'http.client_ip') === '') ||
      text(span, 'http.client_ip').length > 250,
    why: "Where both conventions tell the client's address, the newer one wins; an empty one counts as missing.",
  },
  ...[...TAKEN_BY_COLLECTOR, 'http.request.method_original'].map((key) => ({
    id: 'D37',
    path: attributePath(key),
    applies: ({ span }: { span: ReadableSpan }) => has(span, key),
    why: 'An attribute leaves the metadata only if the http block tells it.',
  })),
  {
    id: 'D38',
    path: /^\/\d+\/http(\/request(\/(url|client_ip))?)?$/,
    applies: ({ span }) =>
      has(span, 'net.host.port') && !has(span, ...BLOCK_KEYS.filter((key) => key !== 'net.host.port')),
    why: 'A port alone makes no HTTP request: sockets have one too.',
  },
  ...LENGTH_KEYS.map((key) => ({
    id: 'D30',
    path: attributePath(key),
    applies: ({ span }: { span: ReadableSpan }) => has(span, key),
    why: 'The length of the answer stands in the http block and need not be metadata.',
  })),
];
