import { slotsOf } from '../attribute-keys.ts';
import { type AttributeReader, toInteger } from '../attributes.ts';
import type { SpanFacts } from '../facts.ts';
import { SpanKind } from '../span.ts';
import { endOfAuthority, joinHost } from '../urls.ts';
import {
  HOST_PORT,
  METHOD,
  OLD_HOST,
  OLD_TARGET,
  OLD_URL,
  PEER_PORT,
  SERVER_ADDRESS,
  SERVER_PORT,
  URL_FULL,
  URL_PATH,
  URL_QUERY,
} from '../vocabulary.ts';
import { portOf } from './port.ts';

/**
 * The request's URL: as an attribute gives it whole, else put together from its parts. Newer conventions win, part by part.
 * `undefined` where no host is known: `http:///path` would tell nothing.
 */
export function requestUrlOf({ attributes, span, isAwsCall }: SpanFacts): string | undefined {
  // A call of AWS's SDK tells no request: its `url.full` is the queue's URL.
  const full = isAwsCall && !attributes.has(METHOD) ? '' : attributes.text(URL_FULL);
  if (full !== '') return full;
  const isServer = span.kind === SpanKind.server;
  const isNewer = attributes.text(SERVER_ADDRESS) !== '' && attributes.text(URL_PATH) !== '';
  const old = attributes.text(OLD_URL);
  // Servers of older instrumentations wrote the path alone: the host is told by its side.
  const isWhole = old !== '' && !old.startsWith('/');
  if (isWhole && !isNewer) return old;
  return assemble(attributes, isServer) ?? (old === '' ? undefined : old);
}

/** `http.host` is the request's header and has its own port; it stands between the newer name and the other older ones. */
function assemble(attributes: AttributeReader, isServer: boolean): string | undefined {
  const address = attributes.text(SERVER_ADDRESS);
  const header = address === '' ? attributes.text(OLD_HOST) : '';
  const name = address || header || attributes.firstText(isServer ? SERVER_NAMES : CLIENT_NAMES);
  if (name === '') return undefined;
  const scheme = attributes.firstText(SCHEME_KEYS) || 'http';
  const port = portOf(attributes, isServer ? SERVER_PORTS : CLIENT_PORTS);
  const host = header === '' ? joinHost(name, port === USUAL_PORTS[scheme] ? undefined : port) : header;
  return `${scheme}://${host}${targetOf(attributes)}`;
}

const SCHEME_KEYS = slotsOf('url.scheme', 'http.scheme');
const SERVER_PORTS = [SERVER_PORT, HOST_PORT];
const CLIENT_PORTS = [SERVER_PORT, PEER_PORT];
const SERVER_NAMES = slotsOf('http.server_name', 'net.host.name', 'host.name');
const CLIENT_NAMES = slotsOf('net.peer.name', 'net.peer.ip');
const USUAL_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Whether it is the port of the URL's scheme, which the URL tells by naming no other. */
export function isUsualPort(url: string, port: unknown): boolean {
  const number = toInteger(port);
  if (number !== 443 && number !== 80) return false;
  const scheme = number === 443 ? 'https:' : 'http:';
  return url.startsWith(scheme) && !namesPort(url, scheme.length);
}

/** Whether the authority behind the scheme ends in a port. */
function namesPort(url: string, start: number): boolean {
  const end = endOfAuthority(url, start + 2);
  let digits = end;
  while (digits > start && isDigit(url.charCodeAt(digits - 1))) digits--;
  return digits < end && url[digits - 1] === ':' && url.startsWith('//', start);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function withSlash(path: string): string {
  return path === '' || path.startsWith('/') ? path : `/${path}`;
}

/** Path and query. `url.query` comes without `?` from some instrumentations and with it from others. */
function targetOf(attributes: AttributeReader): string {
  const path = withSlash(attributes.text(URL_PATH));
  const query = attributes.text(URL_QUERY).replace(/^\?/, '');
  if (path === '' && attributes.text(OLD_TARGET) !== '') return attributes.text(OLD_TARGET);
  const old = attributes.text(OLD_URL);
  if (path === '' && query === '' && old.startsWith('/')) return old;
  return `${path === '' ? '/' : path}${query === '' ? '' : `?${query}`}`;
}
