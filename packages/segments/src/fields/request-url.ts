import { type AttributeReader, toInteger } from '../attributes.ts';
import type { SpanFacts } from '../facts.ts';
import { SpanKind } from '../span.ts';
import { joinHost } from '../urls.ts';
import { portOf } from './port.ts';

/**
 * The request's URL: as an attribute gives it whole, else put together from its parts. Newer conventions win, part by part.
 * `undefined` where no host is known: `http:///path` would tell nothing.
 */
export function requestUrlOf({ attributes, span, isAwsCall }: SpanFacts): string | undefined {
  // A call of AWS's SDK tells no request: its `url.full` is the queue's URL.
  const full = isAwsCall && !attributes.has('http.request.method') ? '' : attributes.text('url.full');
  if (full !== '') return full;
  const isServer = span.kind === SpanKind.server;
  const isNewer = attributes.text('server.address') !== '' && attributes.text('url.path') !== '';
  const old = attributes.text('http.url');
  // Servers of older instrumentations wrote the path alone: the host is told by its side.
  const isWhole = old !== '' && !old.startsWith('/');
  if (isWhole && !isNewer) return old;
  return assemble(attributes, isServer) ?? (old === '' ? undefined : old);
}

function assemble(attributes: AttributeReader, isServer: boolean): string | undefined {
  const scheme = attributes.firstText(['url.scheme', 'http.scheme']) || 'http';
  const port = portOf(attributes, ['server.port', isServer ? 'net.host.port' : 'net.peer.port']);
  const host = hostWithPort(
    attributes,
    isServer ? SERVER_NAMES : CLIENT_NAMES,
    port === USUAL_PORTS[scheme] ? undefined : port,
  );
  return host === undefined ? undefined : `${scheme}://${host}${targetOf(attributes)}`;
}

const SERVER_NAMES = ['http.server_name', 'net.host.name', 'host.name'];
const CLIENT_NAMES = ['net.peer.name', 'net.peer.ip'];
const USUAL_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** `http.host` is the request's header and has its own port; it stands between the newer name and the other older ones. */
function hostWithPort(
  attributes: AttributeReader,
  olderNames: readonly string[],
  port: number | undefined,
): string | undefined {
  const address = attributes.text('server.address');
  if (address === '' && attributes.text('http.host') !== '') return attributes.text('http.host');
  const name = address || attributes.firstText(olderNames);
  return name === '' ? undefined : joinHost(name, port);
}

const NAMES_PORT = /^[a-z]+:\/\/[^/?#]*:\d+(?:[/?#]|$)/i;

/** Whether it is the port of the URL's scheme, which the URL tells by naming no other. */
export function isUsualPort(url: string, port: unknown): boolean {
  const usual = USUAL_PORTS[url.slice(0, url.indexOf(':'))];
  return usual !== undefined && toInteger(port) === usual && !NAMES_PORT.test(url);
}

function withSlash(path: string): string {
  return path === '' || path.startsWith('/') ? path : `/${path}`;
}

/** Path and query. `url.query` comes without `?` from some instrumentations and with it from others. */
function targetOf(attributes: AttributeReader): string {
  const path = withSlash(attributes.text('url.path'));
  const query = attributes.text('url.query').replace(/^\?/, '');
  if (path === '' && attributes.text('http.target') !== '') return attributes.text('http.target');
  const old = attributes.text('http.url');
  if (path === '' && query === '' && old.startsWith('/')) return old;
  return `${path === '' ? '/' : path}${query === '' ? '' : `?${query}`}`;
}
