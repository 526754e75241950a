import { type Slot, slotOf } from '../attribute-keys.ts';
import type { AttributeReader } from '../attributes.ts';
import { isIpAddress } from '../ip-address.ts';

export interface ClientAddress {
  readonly address: string;
  /** A header told it, and not the connection: the peer is another. */
  readonly isForwarded: boolean;
}

/** Client and peer, by both conventions. */
const CLIENT = slotOf('client.address');
const OLD_CLIENT = slotOf('http.client_ip');
const PEER = slotOf('network.peer.address');
const OLD_PEER = slotOf('net.peer.ip');
const KEYS = [CLIENT, OLD_CLIENT, PEER, OLD_PEER];

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
  attributes.takeTwins(KEYS, address);
  return { address, isForwarded: peerAddress !== '' && peerAddress !== address };
}

function clientKeyOf(attributes: AttributeReader): Slot | undefined {
  if (isIpAddress(attributes.text(CLIENT))) return CLIENT;
  return attributes.text(OLD_CLIENT) === '' ? undefined : OLD_CLIENT;
}

function peerKeyOf(attributes: AttributeReader): Slot | undefined {
  if (isIpAddress(attributes.text(PEER))) return PEER;
  return attributes.text(OLD_PEER) === '' ? undefined : OLD_PEER;
}
