import { isIpAddress } from './ip-address.ts';
import { remembering } from './remember.ts';

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const PORT_END = /^(\[[^\]]*\]|[^:]*):\d*$/;

/** `db.internal:5432` → `db.internal`, `[::1]:80` → `::1`; a bare IPv6 address keeps its colons. */
export function withoutPort(host: string): string {
  if (!host.includes(':') && !host.startsWith('[')) return host;
  const bare = PORT_END.exec(host)?.[1] ?? host;
  return bare.startsWith('[') && bare.endsWith(']') ? bare.slice(1, -1) : bare;
}

/** Host and port as a URL has them: an IPv6 address stands in brackets there; some instrumentations write them, some do not. */
export function joinHost(host: string, port: number | undefined): string {
  if (!host.includes(':')) return port === undefined ? host : `${host}:${port}`;
  const written = isIpAddress(host) ? `[${host}]` : host;
  // Some write the port into the address as well.
  return port === undefined || /[^:]:\d+$|\]:\d+$/.test(written) ? written : `${written}:${port}`;
}

/** The host of an absolute URL, without user, port and brackets; `''` if there is none. Never throws. */
export function hostOfUrl(url: string): string {
  const colon = url.indexOf(':');
  if (!url.startsWith('//', colon + 1) || !SCHEME.test(url)) return '';
  return hostOfAuthority(url, colon + 3);
}

const USER_INFO = /^(?:[A-Za-z0-9\-._:~!$&'()*+,;=@]|%[0-9A-Fa-f]{2})*$/;
const HOST = /^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]|[\u0080-\uffff]|%(?:25|[89A-Fa-f][0-9A-Fa-f]))*$/;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/;

/**
 * The host of a connection string that is a URL: `jdbc:postgresql://db:5432/shop` → `db`; `''` for everything else.
 * Equal to what the Collector reads, so that one database is one node whoever sent the span.
 */
export const hostOfConnectionString: (connection: string) => string = remembering((connection) => {
  const whole = connection.startsWith('jdbc:') ? connection.slice('jdbc:'.length) : connection;
  const hash = whole.indexOf('#');
  const url = hash === -1 ? whole : whole.slice(0, hash);
  if (hasControl(url) || (hash !== -1 && BAD_ESCAPE.test(whole.slice(hash + 1)))) return '';
  const scheme = SCHEME.exec(url)?.[0] ?? '';
  const rest = url.slice(scheme.length).split('?', 1)[0] ?? '';
  if (!rest.startsWith('//') || (scheme === '' && rest.startsWith('///'))) return '';
  return hostOfStrictAuthority(rest.slice(2));
});

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit === 0x7f) return true;
  }
  return false;
}

function hostOfStrictAuthority(rest: string): string {
  const slash = rest.indexOf('/');
  const authority = slash === -1 ? rest : rest.slice(0, slash);
  if (slash !== -1 && BAD_ESCAPE.test(rest.slice(slash))) return '';
  const at = authority.lastIndexOf('@');
  if (at !== -1 && !USER_INFO.test(authority.slice(0, at))) return '';
  const host = authority.slice(at + 1);
  return isHostWithPort(host) && HOST.test(host) ? bareHost(host) : '';
}

function isHostWithPort(host: string): boolean {
  if (host.startsWith('[')) {
    const close = host.lastIndexOf(']');
    return close !== -1 && /^(?::\d*)?$/.test(host.slice(close + 1));
  }
  const colon = host.lastIndexOf(':');
  return colon === -1 || /^\d*$/.test(host.slice(colon + 1));
}

function bareHost(host: string): string {
  let decoded = host;
  try {
    decoded = decodeURIComponent(host);
  } catch {
    // Escapes that are no UTF-8: the host is still good as it is written.
  }
  return decoded.replace(/:\d*$/, '').replace(/^\[/, '').replace(/\]$/, '');
}

function hostOfAuthority(url: string, start: number): string {
  const authority = url.slice(start, endOfAuthority(url, start));
  return withoutPort(authority.slice(authority.lastIndexOf('@') + 1));
}

/** Where the part of the URL ends that begins at `start`, behind `://`: at a slash, a question mark, a hash or the end. */
export function endOfAuthority(url: string, start: number): number {
  for (let index = start; index < url.length; index++) {
    const code = url.charCodeAt(index);
    if (code === 47 || code === 63 || code === 35) return index;
  }
  return url.length;
}
