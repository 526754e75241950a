import { loadBuiltIn } from './built-in.ts';

/** An address that a socket can connect to. */
export interface HostAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Finds the address of a host name; rejects where there is none. */
export type Lookup = (hostName: string) => Promise<HostAddress>;

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** The host itself where it is an IPv4 or IPv6 address already; `undefined` for a host name. */
export function toHostAddress(host: string): HostAddress | undefined {
  if (IPV4.test(host)) return { address: host, family: 4 };
  return host.includes(':') ? { address: host, family: 6 } : undefined;
}

/** The operating system's answer, an IPv4 address before an IPv6 one. Rejects with `ENOTFOUND`, `EAI_AGAIN` and the like. */
export const lookupHost: Lookup = async (hostName) => {
  const { lookup } = await loadBuiltIn('node:dns/promises', () => import('node:dns/promises'));
  // The daemon listens on IPv4 unless told otherwise, while `localhost` is `::1` first on many systems.
  const { address, family } = await lookup(hostName, { verbatim: false });
  return { address, family: family === 6 ? 6 : 4 };
};
