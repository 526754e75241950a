import { describe, expect, it } from 'vitest';
import { callOf } from '../spans.ts';

const aws = { 'rpc.system': 'aws-api' };

describe('the name of a callee', () => {
  it.each([
    // Outright names.
    { attributes: { 'aws.remote.service': 'stock' }, name: 'stock', why: 'named by AWS’s distribution' },
    { attributes: { 'aws.remote.service': 'AWS::SQS' }, name: 'AWS::SQS', why: 'the prefix goes for AWS calls alone' },
    { attributes: { ...aws, 'aws.remote.service': 'AWS::SQS' }, name: 'SQS', why: 'the map says SQS' },
    { attributes: { ...aws, 'aws.remote.service': 'AWS.SDK.SQS' }, name: 'SQS', why: 'the older prefix' },
    { attributes: { ...aws, 'aws.remote.service': 'AWS.SDK.AWS::SQS' }, name: 'AWS::SQS', why: 'one prefix, not both' },
    {
      attributes: { ...aws, 'aws.remote.service': 'AWS::', 'rpc.service': 'SQS' },
      name: 'SQS',
      why: 'nothing left: the next',
    },
    {
      attributes: { 'peer.service': 'stock', 'server.address': 'h' },
      name: 'stock',
      why: 'a named peer before its host',
    },
    { attributes: { 'service.peer.name': 'newer', 'peer.service': 'older' }, name: 'newer', why: 'the newer key wins' },
    { attributes: { 'aws.service': 'DynamoDB', 'rpc.service': 'x' }, name: 'DynamoDB', why: 'AWS’s older key' },
    // AWS calls.
    {
      attributes: { ...aws, 'rpc.service': 'DynamoDB', 'db.namespace': 'orders' },
      name: 'DynamoDB',
      why: 'the service, not the table',
    },
    {
      attributes: { ...aws, 'rpc.service': 'SQS', 'messaging.destination.name': 'jobs' },
      name: 'SQS',
      why: 'the service, not the queue',
    },
    {
      attributes: { ...aws, 'rpc.service': 'S3', 'server.address': 's3.amazonaws.com' },
      name: 'S3',
      why: 'the service, not its host',
    },
    {
      attributes: { 'rpc.system.name': 'aws-api', 'rpc.service': 'S3', 'db.namespace': 'x' },
      name: 'S3',
      why: 'the newer key of the system',
    },
    // Databases.
    {
      attributes: { 'db.namespace': 'shop', 'server.address': 'db.internal', 'server.port': 5432 },
      name: 'shop@db.internal',
      why: 'without port',
    },
    { attributes: { 'db.namespace': 'shop' }, name: 'shop', why: 'no host' },
    {
      attributes: { 'db.system.name': 'redis', 'server.address': 'cache.internal' },
      name: 'cache.internal',
      why: 'no database',
    },
    { attributes: { 'db.system.name': 'redis' }, name: 'redis', why: 'neither: better than the command' },
    {
      attributes: { 'db.namespace': 'new', 'db.name': 'old', 'server.address': 'h' },
      name: 'new@h',
      why: 'the newer key wins',
    },
    {
      attributes: { 'db.name': 'shop', 'db.connection_string': 'jdbc:mysql://db.internal:3306/shop' },
      name: 'shop@db.internal',
      why: 'the host of a connection string',
    },
    {
      attributes: { 'db.connection_string': 'mysql://db.internal/' },
      name: 'db.internal',
      why: 'no @ before a host alone',
    },
    { attributes: { 'db.name': 'shop', 'db.connection_string': 'Server=db' }, name: 'shop', why: 'no URL, no host' },
    {
      attributes: { 'db.name': 'shop', 'net.peer.name': 'db.internal' },
      name: 'shop@db.internal',
      why: 'the older host',
    },
    // Queues and topics outside AWS.
    {
      attributes: { 'messaging.destination.name': 'jobs', 'server.address': 'mq' },
      name: 'jobs',
      why: 'the queue, not the broker',
    },
    { attributes: { 'messaging.destination': 'jobs' }, name: 'jobs', why: 'the older key' },
    {
      attributes: { 'messaging.system': 'rabbitmq', 'messaging.rabbitmq.destination.routing_key': 'jobs' },
      name: 'jobs',
      why: 'the nameless exchange',
    },
    {
      attributes: { 'messaging.system': 'kafka', 'messaging.rabbitmq.destination.routing_key': 'jobs' },
      name: 'work',
      why: 'another broker',
    },
    // Hosts.
    {
      attributes: { 'rpc.service': 'shop.Cart', 'server.address': 'h' },
      name: 'shop.Cart',
      why: 'a remote procedure’s service before its host',
    },
    {
      attributes: { 'server.address': 'stock.internal:8080' },
      name: 'stock.internal',
      why: 'one callee is one node, whichever port',
    },
    {
      attributes: { 'server.address': 'new', 'http.host': 'old', 'net.peer.name': 'older' },
      name: 'new',
      why: 'the newer key wins',
    },
    { attributes: { 'http.host': 'old:80', 'net.peer.name': 'older' }, name: 'old', why: 'without port' },
    { attributes: { 'net.peer.name': 'older' }, name: 'older', why: 'the last of the hosts' },
    { attributes: { 'server.address': '[::1]' }, name: '::1', why: 'no brackets: X-Ray takes none' },
    {
      attributes: { 'http.host': '::1:8080', 'net.peer.name': '::1' },
      name: '::1',
      why: 'where the port begins, the other key tells',
    },
    {
      attributes: { 'url.full': 'https://app:pw@stock.internal:8443/x' },
      name: 'stock.internal',
      why: 'the URL tells it',
    },
    { attributes: { 'http.url': 'https://stock.internal/x' }, name: 'stock.internal', why: 'the older URL tells it' },
    { attributes: { 'url.full': '/x' }, name: 'work', why: 'no host in the URL' },
    { attributes: {}, name: 'work', why: 'nothing tells it' },
  ])('is $name with $attributes ($why)', ({ attributes, name }) => {
    expect(callOf(attributes).name).toBe(name);
  });

  it.each([3, 4])('is read for kind %d as for clients', (kind) => {
    const attributes = { 'messaging.destination.name': 'jobs', 'messaging.operation.type': 'receive' };
    expect(callOf(attributes, { kind }).name).toBe('jobs');
  });
});
