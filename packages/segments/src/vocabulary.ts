import { type Slot, slotOf, slotsOf } from './attribute-keys.ts';

/** Prefix under which resource attributes stand beside the span's. */
export const RESOURCE_PREFIX = 'otel.resource.';

// Attributes that several fields ask for, the newer convention's name first in each list: it wins.

export const URL_FULL: Slot = slotOf('url.full');
export const URL_PATH: Slot = slotOf('url.path');
export const URL_QUERY: Slot = slotOf('url.query');
export const SERVER_ADDRESS: Slot = slotOf('server.address');
export const SERVER_PORT: Slot = slotOf('server.port');
export const OLD_URL: Slot = slotOf('http.url');
export const OLD_HOST: Slot = slotOf('http.host');
export const OLD_TARGET: Slot = slotOf('http.target');
export const PEER_NAME: Slot = slotOf('net.peer.name');
export const PEER_PORT: Slot = slotOf('net.peer.port');
export const METHOD: Slot = slotOf('http.request.method');
export const METHOD_KEYS: readonly Slot[] = [METHOD, slotOf('http.method')];
export const HOST_PORT: Slot = slotOf('net.host.port');
export const STATUS_KEYS: readonly Slot[] = slotsOf('http.response.status_code', 'http.status_code');
export const STATUS_TEXT: Slot = slotOf('http.status_text');
export const ERROR_TYPE: Slot = slotOf('error.type');

export const RPC_SERVICE: Slot = slotOf('rpc.service');
export const RPC_METHOD: Slot = slotOf('rpc.method');
export const LOCAL_SERVICE: Slot = slotOf('aws.local.service');
export const REMOTE_SERVICE: Slot = slotOf('aws.remote.service');
export const AWS_SERVICE: Slot = slotOf('aws.service');

export const CONNECTION_STRING: Slot = slotOf('db.connection_string');
export const DATABASE_SYSTEM_KEYS: readonly Slot[] = slotsOf('db.system.name', 'db.system');
export const DATABASE_NAME_KEYS: readonly Slot[] = slotsOf('db.namespace', 'db.name');

export const MESSAGING_SYSTEM: Slot = slotOf('messaging.system');
export const DESTINATION_KEYS: readonly Slot[] = slotsOf('messaging.destination.name', 'messaging.destination');

export const USER_ID: Slot = slotOf('enduser.id');
