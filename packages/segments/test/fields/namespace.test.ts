import { describe, expect, it } from 'vitest';
import { callOf, documentOf, LOCAL_PARENT, splitOf } from '../spans.ts';

describe('namespace', () => {
  it.each([
    { kind: 2, attributes: {}, namespace: 'remote', why: 'a client calls' },
    { kind: 2, attributes: { 'rpc.system': 'aws-api' }, namespace: 'aws', why: 'AWS’s SDK' },
    { kind: 2, attributes: { 'rpc.system.name': 'aws-api' }, namespace: 'aws', why: 'the newer key' },
    { kind: 2, attributes: { 'rpc.system': 'grpc' }, namespace: 'remote', why: 'another system' },
    { kind: 2, attributes: { 'aws.service': 'S3' }, namespace: 'aws', why: 'AWS’s older key' },
    {
      kind: 2,
      attributes: { 'aws.service': 'S3', 'peer.service': 'stock' },
      namespace: 'remote',
      why: 'named before that key was asked',
    },
    { kind: 3, attributes: {}, namespace: undefined, why: 'a producer that names nothing' },
    { kind: 3, attributes: { 'messaging.destination.name': 'jobs' }, namespace: 'remote', why: 'a queue is a node' },
    { kind: 3, attributes: { 'aws.remote.service': 'x' }, namespace: 'remote', why: 'named by AWS’s distribution' },
    {
      kind: 4,
      attributes: { 'messaging.destination.name': 'jobs' },
      namespace: undefined,
      why: 'processing calls nobody',
    },
    {
      kind: 4,
      attributes: { 'messaging.destination.name': 'jobs', 'messaging.operation.type': 'receive' },
      namespace: 'remote',
      why: 'receiving calls the queue',
    },
    { kind: 0, attributes: { 'peer.service': 'stock' }, namespace: undefined, why: 'internal work makes no node' },
    { kind: 1, attributes: {}, namespace: undefined, why: 'a server below another span' },
  ])('of a subsegment of kind $kind with $attributes is $namespace ($why)', ({ kind, attributes, namespace }) => {
    expect(documentOf({ kind, parentSpanContext: LOCAL_PARENT, attributes }).namespace).toBe(namespace);
  });

  it.each([
    {
      members: { name: 'dns.lookup', instrumentationScope: { name: '@opentelemetry/instrumentation-dns' } },
      namespace: undefined,
      why: 'a look-up',
    },
    {
      members: { name: 'tls.connect', instrumentationLibrary: { name: '@opentelemetry/instrumentation-net' } },
      namespace: undefined,
      why: 'a socket; SDK 1.x',
    },
    { members: { name: 'pg-pool.connect' }, namespace: undefined, why: 'waiting for a pool' },
    { members: { name: 'GET' }, namespace: undefined, why: 'no node is called GET' },
    { members: { name: 'GET', attributes: { 'server.address': 'h' } }, namespace: 'remote', why: 'the host names it' },
    { members: { name: 'GET /x' }, namespace: 'remote', why: 'a name of its own' },
    { members: { name: 'get' }, namespace: 'remote', why: 'a Redis command is no HTTP method' },
  ])('of a client span $members is $namespace ($why)', ({ members, namespace }) => {
    expect(callOf({}, members).namespace).toBe(namespace);
  });

  it.each([0, 1])('is none on a segment of kind %d, whatever its attributes', (kind) => {
    const attributes = { 'rpc.system': 'aws-api', 'aws.service': 'S3', 'aws.remote.service': 'x' };
    expect(documentOf({ kind, attributes })).not.toHaveProperty('namespace');
  });

  it.each([2, 3])('of a split call of kind %d is on the call alone', (kind) => {
    const { call, service } = splitOf({ kind });
    expect([call.namespace, service.namespace]).toEqual(['remote', undefined]);
  });
});
