import type { AttributeReader } from '../attributes.ts';
import { isIpAddress } from '../ip-address.ts';

export interface ClientAddress {
  readonly address: string;
  /** A header told it, and not the connection: the peer is another. */
  readonly isForwarded: boolean;
}

/** Client and peer, by both conventions. */
const KEYS = ['client.address', 'http.client_ip', 'network.peer.address', 'net.peer.ip'];

/**
 * Who made the request that the span serves: the client's own address, else the peer's. `undefined` if nothing tells. Takes the
 * attributes that say it.
 */
export function clientAddressOf(attributes: AttributeReader): ClientAddress | undefined {
  const peer = peerKeyOf(attributes);
  const client = clientKeyOf(attributes);
  const peerAddress = peer === undefined ? '' : attributes.text(peer);
  const key = client ?? peer;
  if (key === undefined) return undefined;
  const address = attributes.text(key);
  for (const twin of KEYS) if (attributes.text(twin) === address) attributes.take(twin);
  return { address, isForwarded: peerAddress !== '' && peerAddress !== address };
}

function clientKeyOf(attributes: AttributeReader): string | undefined {
  if (isIpAddress(attributes.text('client.address'))) return 'client.address';
  return attributes.firstTextKey(['http.client_ip']);
}

function peerKeyOf(attributes: AttributeReader): string | undefined {
  if (isIpAddress(attributes.text('network.peer.address'))) return 'network.peer.address';
  return attributes.firstTextKey(['net.peer.ip']);
}
