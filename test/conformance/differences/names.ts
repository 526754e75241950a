import {
  CLIENT,
  CONSUMER,
  type Difference,
  has,
  hasText,
  isAwsCall,
  isCall,
  isMarkedRoot,
  kindIs,
  PRODUCER,
  text,
} from './condition.ts';
import type { ReadableSpan } from '@otel-xray/segments';

const NAMING = [
  'aws.local.service',
  'aws.remote.service',
  'peer.service',
  'aws.service',
  'db.name',
  'db.connection_string',
  'rpc.service',
  'http.host',
  'net.peer.name',
];
const FORBIDDEN = /[^ 0-9\p{L}_.:/%&#=+\-@]/u;

function needsCleaning(name: unknown): boolean {
  return typeof name === 'string' && (FORBIDDEN.test(name) || name !== name.trim() || Buffer.byteLength(name) > 200);
}

function hasPort(host: string): boolean {
  return /:\d*$/.test(host);
}

/** A database whose name and host would be told by the older keys. */
function isDatabase(span: ReadableSpan): boolean {
  return hasText(span, 'db.system', 'db.system.name', 'db.name', 'db.namespace', 'db.connection_string');
}

/** How documents are named, and which of them make a node. */
export const nameDifferences: readonly Difference[] = [
  {
    id: 'D10',
    path: /^\/\d+\/name$/,
    applies: ({ span }) =>
      needsCleaning(span.name) ||
      NAMING.some((key) => needsCleaning(span.attributes[key])) ||
      needsCleaning(span.resource.attributes['service.name']),
    why: 'Every name is cleaned, trimmed and cut at 200 characters, not just span names, and never through a character.',
  },
  {
    id: 'D10',
    path: /^\/\d+\/name$/,
    applies: ({ span }) =>
      isMarkedRoot(span) &&
      ['aws.local.service', 'aws.remote.service'].some((key) => has(span, key) && text(span, key) === ''),
    why: 'A service name that is present but no text, or empty, counts as missing: no document goes without a name.',
  },
  {
    id: 'D11',
    path: /^\/\d+\/name$/,
    applies: ({ span }) =>
      isCall(span) &&
      isAwsCall(span) &&
      hasText(span, 'rpc.service') &&
      (hasText(span, 'db.name') || has(span, 'db.connection_string')),
    why: 'An AWS call is named after the service that was called, not after the table.',
  },
  {
    id: 'D11',
    path: /^\/\d+\/name$/,
    applies: ({ span }) => isCall(span) && isAwsCall(span) && /^[A-Za-z][\w ]*\//.test(text(span, 'rpc.method')),
    why: 'Newer conventions write the service before the method: it names the call.',
  },
  {
    id: 'D12',
    path: /^\/\d+\/name$/,
    applies: ({ span }) =>
      isCall(span) &&
      isDatabase(span) &&
      hasText(span, 'db.namespace', 'server.address', 'net.peer.name', 'db.system.name', 'db.system'),
    why: 'A database is named `<db.namespace>@<server.address>`, by whichever of them is there.',
  },
  {
    id: 'D12',
    path: /^\/\d+\/name$/,
    applies: ({ span }) => text(span, 'db.name') === '' && hasText(span, 'db.connection_string'),
    why: 'A database without a name is named after its host, without an `@` before it.',
  },
  {
    id: 'D13',
    path: /^\/\d+\/(name|namespace)$/,
    applies: ({ span }) =>
      isCall(span) &&
      hasText(span, 'messaging.destination.name', 'messaging.destination', 'messaging.rabbitmq.routing_key'),
    why: 'A queue or topic outside AWS is named by its destination, and is a node.',
  },
  {
    id: 'D14',
    path: /^\/\d+\/name$/,
    applies: ({ span }) => isCall(span) && hasText(span, 'server.address'),
    why: 'An HTTP callee is named `server.address`.',
  },
  {
    id: 'D14',
    path: /^\/\d+\/name$/,
    applies: ({ span }) => isCall(span) && hasPort(text(span, 'http.host')),
    why: 'One callee is one node, whichever port: `http.host` names it without its port.',
  },
  {
    id: 'D14',
    path: /^\/\d+\/name$/,
    applies: ({ span }) =>
      isCall(span) && !hasText(span, 'http.host', 'net.peer.name') && hasText(span, 'url.full', 'http.url'),
    why: 'An HTTP callee that only the URL tells is named by its host and not by the span, which is just `GET`.',
  },
  {
    id: 'D15',
    path: /^\/\d+\/(name|namespace)$/,
    applies: ({ span }) => hasText(span, 'service.peer.name'),
    why: 'The newer `service.peer.name` names the callee as `peer.service` did.',
  },
  {
    id: 'D16',
    path: /^\/\d+\/namespace$/,
    applies: ({ span }) =>
      kindIs(span, PRODUCER, CONSUMER) &&
      isCall(span) &&
      span.parentSpanContext !== undefined &&
      (isDatabase(span) || hasText(span, 'peer.service')),
    why: 'A call that names what it calls is a node, also where it is a message.',
  },
  {
    id: 'D17',
    path: /^\/\d+\/namespace$/,
    applies: ({ span }) =>
      span.kind === CLIENT && /^(HTTP|GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|QUERY)$/.test(span.name),
    why: 'A call that names nothing but an HTTP method makes no node called `GET`.',
  },
];
