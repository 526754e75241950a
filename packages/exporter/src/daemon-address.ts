/** One end of a connection: `{ host: '127.0.0.1', port: 2000 }`. An IPv6 host stands without its brackets. */
export interface Endpoint {
  /** IPv4 or IPv6 address, or host name. */
  readonly host: string;
  /** 1 to 65,535. */
  readonly port: number;
}

/** Where the X-Ray daemon listens: segment documents go to `udp`, requests for sampling rules to `tcp`. */
export interface DaemonAddress {
  readonly udp: Endpoint;
  readonly tcp: Endpoint;
}

const DEFAULT_ENDPOINT: Endpoint = { host: '127.0.0.1', port: 2000 };

/** Where the daemon listens unless told otherwise: 127.0.0.1:2000, both ways. */
export const DEFAULT_DAEMON_ADDRESS: DaemonAddress = { udp: DEFAULT_ENDPOINT, tcp: DEFAULT_ENDPOINT };

const MAX_PORT = 65_535;
const PART = /^(udp|tcp):(.+)$/i;
const ENDPOINT = /^(?:\[(?<ipv6>[^\]]+)\]|(?<host>[^:[\]]+)):(?<port>\d{1,5})$/;
const HOST_NAME = /^[a-z0-9_](?:[a-z0-9_.-]{0,252})$/i;
const ZONE = /%[a-z0-9_.-]+$/i;

/**
 * Reads a daemon address: `host:port` for both, or `udp:host:port tcp:host:port` in either order with any white space
 * between. One part may stand alone; the other is then 127.0.0.1:2000. IPv6 addresses stand in brackets: `[::1]:2000`.
 *
 * Returns `undefined` for anything else: no port, a port outside 1 to 65,535, an empty host, a URL, the same part twice.
 * Never throws.
 *
 * @example
 * parseDaemonAddress('tcp:10.0.0.1:3000 udp:xray.internal:2000');
 * // { udp: { host: 'xray.internal', port: 2000 }, tcp: { host: '10.0.0.1', port: 3000 } }
 * @see AWS X-Ray developer guide, "Configuring the X-Ray SDK for Node.js": `AWS_XRAY_DAEMON_ADDRESS`.
 */
export function parseDaemonAddress(text: string): DaemonAddress | undefined {
  const words = text.trim().split(/\s+/);
  const [only = ''] = words;
  // A host may be called `udp`, or begin with it: what reads as one endpoint is one, before any part is looked for.
  const both = words.length === 1 ? parseEndpoint(only) : undefined;
  return both === undefined ? parseParts(words) : { udp: both, tcp: both };
}

/**
 * Writes a daemon address so that `parseDaemonAddress` gives it back: `127.0.0.1:2000`, or
 * `udp:[::1]:2000 tcp:10.0.0.1:3000` where the two differ.
 */
export function formatDaemonAddress({ udp, tcp }: DaemonAddress): string {
  const [udpText, tcpText] = [formatEndpoint(udp), formatEndpoint(tcp)];
  return udpText === tcpText ? udpText : `udp:${udpText} tcp:${tcpText}`;
}

/** Writes one endpoint, an IPv6 address in brackets: `[::1]:2000`. */
export function formatEndpoint({ host, port }: Endpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function parseParts(words: readonly string[]): DaemonAddress | undefined {
  const parts: { udp?: Endpoint; tcp?: Endpoint } = {};
  for (const word of words) {
    const [, label = '', rest = ''] = PART.exec(word) ?? [];
    const endpoint = parseEndpoint(rest);
    const protocol = label.toLowerCase() === 'udp' ? 'udp' : 'tcp';
    if (endpoint === undefined || parts[protocol] !== undefined) return undefined;
    parts[protocol] = endpoint;
  }
  return { ...DEFAULT_DAEMON_ADDRESS, ...parts };
}

function parseEndpoint(text: string): Endpoint | undefined {
  const { ipv6, host = '', port: digits } = ENDPOINT.exec(text)?.groups ?? {};
  const port = Number(digits);
  if (!(port >= 1 && port <= MAX_PORT)) return undefined;
  if (ipv6 === undefined) return isHost(host) ? { host, port } : undefined;
  return isIPv6(ipv6) ? { host: ipv6, port } : undefined;
}

const IPV4_LIKE = /^[\d.]+$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** A name, or an address that there can be: `999.1.1.1` is none, and no name either. */
function isHost(host: string): boolean {
  if (IPV4_LIKE.test(host)) return IPV4.test(host);
  return HOST_NAME.test(host) && !host.includes('..');
}

// By the URL parser, since `node:net` costs start-up time. A zone (`fe80::1%eth0`) is no part of a URL, but of an address.
function isIPv6(text: string): boolean {
  return URL.canParse(`http://[${text.replace(ZONE, '')}]/`);
}
