import { slotOf, slotsOf } from '../attribute-keys.ts';
import type { AttributeReader } from '../attributes.ts';
import { hideCredentials } from '../credentials.ts';
import type { SpanFacts } from '../facts.ts';
import { Family } from '../families.ts';
import { SpanKind } from '../span.ts';
import {
  AWS_SERVICE,
  CONNECTION_STRING,
  DATABASE_NAME_KEYS,
  DATABASE_SYSTEM_KEYS,
  DESTINATION_KEYS,
  MESSAGING_SYSTEM,
  OLD_HOST,
  OLD_URL,
  PEER_NAME,
  REMOTE_SERVICE,
  RPC_METHOD,
  RPC_SERVICE,
  SERVER_ADDRESS,
  URL_FULL,
} from '../vocabulary.ts';
import { isPhoneTarget } from './phone-number.ts';
import { hostOfConnectionString, hostOfUrl, withoutPort } from '../urls.ts';

/**
 * The name of what a span calls, by the conventions that name a service, a database or a queue; `''` if none does.
 *
 * Old conventions are read for every kind of span, as the OpenTelemetry Collector does; the newer ones for calls alone, since
 * there `server.address` and `db.namespace` name the other side.
 */
export function calleeOf(facts: SpanFacts): string {
  return (facts.callee ??= findCallee(facts));
}

function findCallee(facts: SpanFacts): string {
  const { attributes, shape, isAwsCall } = facts;
  const named = attributes.hasFamily(NAMING) ? peerOf(facts) || attributes.text(AWS_SERVICE) : '';
  if (named !== '') return named;
  const isDatabase = attributes.hasFamily(Family.database);
  if (!shape.isCall) return isDatabase ? oldDatabaseOf(attributes) : '';
  if (isAwsCall && awsServiceOf(attributes) !== '') return awsServiceOf(attributes);
  const database = isDatabase ? databaseOf(attributes) : '';
  if (database !== '' || isAwsCall || !attributes.hasFamily(Family.messaging)) return database;
  return isPhoneTarget(attributes) ? attributes.text(MESSAGING_SYSTEM) : queueOf(attributes);
}

/** Families with attributes that name a service outright. */
const NAMING = Family.aws | Family.service;

/** A service that an attribute names outright, before `aws.service` is asked. */
export function peerOf({ span, attributes, isAwsCall }: SpanFacts): string {
  const calls = span.kind === SpanKind.client || span.kind === SpanKind.producer || span.kind === SpanKind.consumer;
  const remote = calls ? withoutPrefix(attributes.text(REMOTE_SERVICE), isAwsCall) : '';
  return remote || attributes.firstText(PEER_KEYS);
}

/** The host that was called, or for other spans the one an old convention names. The last resort before the span's own name. */
export function hostOf(facts: SpanFacts): string {
  return (facts.host ??= findHost(facts));
}

function findHost({ attributes, shape }: SpanFacts): string {
  if (!shape.isCall) return withoutUser(attributes.firstText(OLD_HOST_KEYS));
  const host = withoutUser(attributes.firstText(HOST_KEYS));
  if (host !== '') return hostWithoutPort(attributes, host);
  // Credentials first: a password with a slash in it would pass for the host.
  const url = attributes.firstText(URL_KEYS);
  return hostOfUrl(url.includes('@') ? hideCredentials(url) : url) || attributes.firstText(DATABASE_SYSTEM_KEYS);
}

const URL_KEYS = [URL_FULL, OLD_URL];

/** `user:password@host` → `host`: no convention allows it, and a name must not tell it. */
function withoutUser(host: string): string {
  return host === '' ? host : host.slice(host.lastIndexOf('@') + 1);
}

const OLD_HOST_KEYS = [OLD_HOST, PEER_NAME];
const HOST_KEYS = [SERVER_ADDRESS, OLD_HOST, PEER_NAME];
const PEER_KEYS = slotsOf('service.peer.name', 'peer.service');

/** Old instrumentations write `::1:8080` into `http.host`: where the port begins, `net.peer.name` alone tells. */
function hostWithoutPort(attributes: AttributeReader, host: string): string {
  const peer = attributes.text(PEER_NAME);
  return peer !== '' && host.startsWith(peer) && host[peer.length] === ':' ? peer : withoutPort(host);
}

/** AWS's distribution writes `AWS::DynamoDB` (older: `AWS.SDK.DynamoDB`) where the map says `DynamoDB`. */
function withoutPrefix(name: string, isAwsCall: boolean): string {
  if (!isAwsCall) return name;
  if (name.startsWith('AWS.SDK.')) return name.slice('AWS.SDK.'.length);
  return name.startsWith('AWS::') ? name.slice('AWS::'.length) : name;
}

/** AWS's newer convention writes the service before the method: `SQS/SendMessage`. */
const SERVICE_BEFORE_METHOD = /^([A-Za-z][\w ]*)\//;

function awsServiceOf(attributes: AttributeReader): string {
  return attributes.text(RPC_SERVICE) || (SERVICE_BEFORE_METHOD.exec(attributes.text(RPC_METHOD))?.[1] ?? '');
}

/** `shop@db.internal`; the one alone where the other is missing. */
function databaseOf(attributes: AttributeReader): string {
  const database = attributes.firstText(DATABASE_NAME_KEYS);
  const isDatabase =
    database !== '' || attributes.firstText(DATABASE_SYSTEM_KEYS) !== '' || attributes.text(CONNECTION_STRING) !== '';
  if (!isDatabase) return '';
  const address =
    withoutPort(attributes.text(SERVER_ADDRESS)) || hostOfConnectionString(attributes.text(CONNECTION_STRING));
  const host = address || withoutPort(attributes.text(PEER_NAME));
  return database === '' ? host : database + at(host);
}

const OLD_DATABASE = slotOf('db.name');

function oldDatabaseOf(attributes: AttributeReader): string {
  const host = hostOfConnectionString(attributes.text(CONNECTION_STRING));
  const database = attributes.text(OLD_DATABASE);
  return database === '' ? host : database + at(host);
}

/** The queue or topic; for RabbitMQ's nameless default exchange the routing key, which is the queue's name there. */
function queueOf(attributes: AttributeReader): string {
  const destination = attributes.firstText(DESTINATION_KEYS);
  if (destination !== '' || attributes.text(MESSAGING_SYSTEM) !== 'rabbitmq') return destination;
  return attributes.firstText(ROUTING_KEYS);
}

const ROUTING_KEYS = slotsOf('messaging.rabbitmq.destination.routing_key', 'messaging.rabbitmq.routing_key');

function at(host: string): string {
  return host === '' ? '' : `@${host}`;
}
