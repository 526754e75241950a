import type { Attributes } from '@opentelemetry/api';

/** An entry of `X-Forwarded-For`; load balancers can be told to write the client's port too. */
const ENTRY = /^(?:\[([\da-f:.]+)\](?::\d+)?|(\d+(?:\.\d+){3})(?::\d+)?|([\da-f:]+(?:\.[\d.]+)?))$/i;

/**
 * `client.address`: the first of `X-Forwarded-For`, which a client can forge, else the peer. `network.peer.address`: who
 * connected to the front, which nobody can. Where they differ, `translate` of `@otel-xray/segments` says so in the
 * document (`x_forwarded_for`).
 *
 * @param peer - as the front tells it. A load balancer tells none but adds it to the header, as the last entry (unless it
 *   was told to leave that header as it is).
 */
export function toClientAttributes(forwardedFor: string | undefined, peer: string | undefined): Attributes {
  const entries = (forwardedFor ?? '').split(',');
  const connected = toAddress(peer ?? entries.at(-1));
  return { 'client.address': toAddress(entries[0]) ?? connected, 'network.peer.address': connected };
}

/** The address of an entry, `undefined` for words (`unknown`) and whatever else clients write there. */
function toAddress(entry: string | undefined): string | undefined {
  const [, bracketed, quad, bare] = ENTRY.exec(entry?.trim() ?? '') ?? [];
  return bracketed ?? quad ?? bare;
}
