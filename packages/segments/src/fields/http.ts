import { type Slot, slotOf, slotsOf } from '../attribute-keys.ts';
import { type AttributeReader, toInteger } from '../attributes.ts';
import type { HttpBlock } from '../document.ts';
import type { SpanFacts } from '../facts.ts';
import { Family } from '../families.ts';
import { SpanKind } from '../span.ts';
import {
  HOST_PORT,
  METHOD,
  METHOD_KEYS,
  OLD_HOST,
  OLD_TARGET,
  OLD_URL,
  PEER_NAME,
  PEER_PORT,
  SERVER_ADDRESS,
  SERVER_PORT,
  STATUS_KEYS,
  URL_FULL,
  URL_PATH,
  URL_QUERY,
} from '../vocabulary.ts';
import { clientAddressOf } from './client-address.ts';
import { limitText } from './limited-text.ts';
import { statusCodeOf } from './outcome.ts';
import { isUsualPort, requestUrlOf } from './request-url.ts';

/** Attributes that make a span an HTTP span: without one of them there is no block and nothing is taken. */
const EVIDENCE = [
  ...METHOD_KEYS,
  ...STATUS_KEYS,
  URL_FULL,
  URL_PATH,
  URL_QUERY,
  OLD_URL,
  OLD_TARGET,
  OLD_HOST,
  ...slotsOf(
    'url.scheme',
    'user_agent.original',
    'http.scheme',
    'http.server_name',
    'http.user_agent',
    'http.client_ip',
  ),
];

/** Attributes whose text the URL may tell. They stay attributes where it does not. */
const URL_PARTS = [
  URL_FULL,
  URL_PATH,
  URL_QUERY,
  SERVER_ADDRESS,
  SERVER_PORT,
  OLD_URL,
  OLD_TARGET,
  OLD_HOST,
  HOST_PORT,
  PEER_NAME,
  PEER_PORT,
  ...slotsOf('url.scheme', 'http.scheme', 'http.server_name', 'net.host.name', 'host.name', 'net.peer.ip'),
];

/** Attributes whose port the URL need not name where it is the scheme's own. */
const PORTS = [SERVER_PORT, HOST_PORT, PEER_PORT];

/** `http`: the request and its answer. `undefined` for spans that tell nothing of either. */
export function httpOf(facts: SpanFacts): HttpBlock | undefined {
  const { attributes } = facts;
  if (!attributes.hasFamily(Family.http) || !attributes.hasAny(EVIDENCE)) return undefined;
  const block: HttpBlock = {};
  const request = requestOf(facts);
  if (request !== undefined) block.request = request;
  const response = responseOf(facts);
  if (response !== undefined) block.response = response;
  return request === undefined && response === undefined ? undefined : block;
}

function requestOf(facts: SpanFacts): HttpBlock['request'] {
  const request: Request = {};
  const method = methodKeyOf(facts.attributes);
  if (method !== undefined) request.method = textMember(facts, 'method', method);
  const url = urlMember(facts);
  if (url !== undefined) request.url = url;
  const agent = facts.attributes.firstTextKey(AGENT_KEYS);
  if (agent !== undefined) request.user_agent = textMember(facts, 'user_agent', agent);
  addClient(facts, request);
  return method === undefined && url === undefined && agent === undefined && request.client_ip === undefined
    ? undefined
    : request;
}

type Request = NonNullable<HttpBlock['request']>;

const ORIGINAL_METHOD = slotOf('http.request.method_original');
const AGENT_KEYS = slotsOf('user_agent.original', 'http.user_agent');

/** The convention writes `_OTHER` for methods it does not know and the real one beside it. */
function methodKeyOf(attributes: AttributeReader): Slot | undefined {
  const original = attributes.text(ORIGINAL_METHOD);
  if (attributes.text(METHOD) !== '_OTHER' || original === '') return attributes.firstTextKey(METHOD_KEYS);
  attributes.take(METHOD);
  return ORIGINAL_METHOD;
}

function urlMember(facts: SpanFacts): string | undefined {
  const { attributes, options } = facts;
  const url = requestUrlOf(facts);
  if (url === undefined) return undefined;
  for (const key of URL_PARTS) attributes.takeIfToldIn(key, url);
  for (const key of PORTS) if (isUsualPort(url, attributes.value(key))) attributes.take(key);
  return options.redact('url', url);
}

function addClient(facts: SpanFacts, request: Request): void {
  const { attributes, span, options } = facts;
  // For a call the peer is the server: its address is no client's.
  if (span.kind === SpanKind.client || span.kind === SpanKind.producer) return;
  const client = clientAddressOf(attributes);
  if (client === undefined) return;
  request.client_ip = limitText(facts, 'client_ip', options.redact('attribute', client.address));
  if (client.isForwarded) request.x_forwarded_for = true;
}

function textMember(facts: SpanFacts, member: 'method' | 'user_agent', key: Slot): string {
  const value = facts.attributes.text(key);
  facts.attributes.take(key);
  // The other convention's key goes too where it says the same.
  for (const twin of TWINS[member]) facts.attributes.takeIfToldIn(twin, value);
  return limitText(facts, member, facts.options.redact('attribute', value));
}

const TWINS = {
  method: [...METHOD_KEYS, ORIGINAL_METHOD],
  user_agent: AGENT_KEYS,
};

function responseOf(facts: SpanFacts): HttpBlock['response'] {
  const { attributes } = facts;
  const status = statusCodeOf(attributes);
  if (status !== undefined) {
    for (const key of STATUS_KEYS) {
      if (toInteger(attributes.value(key)) === status) attributes.take(key);
    }
  }
  const length = contentLengthOf(facts);
  if (status === undefined && length === undefined) return undefined;
  const response: NonNullable<HttpBlock['response']> = {};
  if (status !== undefined) response.status = status;
  if (length !== undefined) response.content_length = length;
  return response;
}

const LENGTH_KEYS = slotsOf(
  'http.response.body.size',
  'http.response_content_length',
  'http.response_content_length_uncompressed',
);

const MESSAGE_TYPE_NAME = 'message.type';
const MESSAGE_BYTES_NAME = 'messaging.message_payload_size_bytes';
const MESSAGE_TYPE = slotOf(MESSAGE_TYPE_NAME);
const MESSAGE_BYTES = slotOf(MESSAGE_BYTES_NAME);

function contentLengthOf({ attributes, span }: SpanFacts): number | undefined {
  for (const key of LENGTH_KEYS) {
    const length = toInteger(attributes.value(key));
    if (length === undefined || length < 0) continue;
    attributes.take(key);
    return length;
  }
  const own = receivedBytes(attributes.value(MESSAGE_TYPE), attributes.value(MESSAGE_BYTES));
  if (own !== undefined) return own;
  for (const event of span.events) {
    const { [MESSAGE_TYPE_NAME]: type, [MESSAGE_BYTES_NAME]: bytes } = event.attributes ?? {};
    const length = receivedBytes(type, bytes);
    if (length !== undefined) return length;
  }
  return undefined;
}

/** The size of a message that was received, as older instrumentations of remote procedure calls tell it; not 0. */
function receivedBytes(type: unknown, bytes: unknown): number | undefined {
  return type === 'RECEIVED' ? toInteger(bytes) || undefined : undefined;
}
