import { describe, expect, it } from 'vitest';
import { readTrigger } from '../../src/trigger/read-trigger.ts';
import {
  appSync,
  type Event,
  functionUrl,
  httpApi,
  loadBalancer,
  multiValueLoadBalancer,
  restApi,
  restApiTest,
  ROOT,
  webSocket,
} from './events.ts';

const requests: readonly { name: string; event: Event; attributes: object }[] = [
  {
    name: 'a REST API, whose stage is in the URL',
    event: restApi(),
    attributes: {
      'faas.trigger': 'http',
      'http.request.method': 'POST',
      'http.route': '/orders/{id}',
      'url.full': 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/orders/17?color=dark%20red&tag=a&tag=b',
      'url.scheme': 'https',
      'url.path': '/prod/orders/17',
      'url.query': 'color=dark%20red&tag=a&tag=b',
      'server.address': 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
      'server.port': 443,
      'client.address': '203.0.113.7',
      'network.peer.address': '203.0.113.7',
      'user_agent.original': 'curl/8.5.0',
      'network.protocol.version': '1.1',
    },
  },
  {
    name: 'a REST API that its console calls',
    event: restApiTest(),
    attributes: {
      'faas.trigger': 'http',
      'http.request.method': 'GET',
      'http.route': '/orders',
      'url.full': 'https://testPrefix.testDomainName/orders',
      'url.scheme': 'https',
      'url.path': '/orders',
      'server.address': 'testPrefix.testDomainName',
      'user_agent.original': 'aws-internal/3',
      'network.protocol.version': '1.1',
    },
  },
  {
    name: 'an HTTP API',
    event: httpApi(),
    attributes: {
      'faas.trigger': 'http',
      'http.request.method': 'PUT',
      'http.route': '/orders/{id}',
      'url.full': 'https://shop.example.com/orders/17?color=dark%20red&tag=a&tag=b',
      'url.scheme': 'https',
      'url.path': '/orders/17',
      'url.query': 'color=dark%20red&tag=a&tag=b',
      'server.address': 'shop.example.com',
      'server.port': 443,
      'client.address': '203.0.113.7',
      'network.peer.address': '203.0.113.7',
      'user_agent.original': 'curl/8.5.0',
      'network.protocol.version': '1.1',
    },
  },
  {
    name: 'a function URL, which has no routes',
    event: functionUrl(),
    attributes: {
      'faas.trigger': 'http',
      'http.request.method': 'GET',
      'url.full': 'https://abcdefghij.lambda-url.eu-west-1.on.aws/orders/17',
      'url.scheme': 'https',
      'url.path': '/orders/17',
      'server.address': 'abcdefghij.lambda-url.eu-west-1.on.aws',
      'server.port': 443,
      'client.address': '2001:db8::17',
      'network.peer.address': '2001:db8::17',
      'user_agent.original': 'curl/8.5.0',
      'network.protocol.version': '1.1',
    },
  },
  {
    name: 'a load balancer, which passes the query as it came and appends its peer to the header',
    event: loadBalancer(),
    attributes: {
      'faas.trigger': 'http',
      'http.request.method': 'GET',
      'url.full': 'http://shop.example.com/orders?color=dark%20red&tag=b',
      'url.scheme': 'http',
      'url.path': '/orders',
      'url.query': 'color=dark%20red&tag=b',
      'server.address': 'shop.example.com',
      'server.port': 80,
      'client.address': '192.0.2.1',
      'network.peer.address': '203.0.113.7',
      'user_agent.original': 'curl/8.5.0',
      'aws.elb.target_group.arn':
        'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/orders/6d0ecf831eec9f09',
    },
  },
  {
    name: 'an opening WebSocket connection',
    event: webSocket('CONNECT', '$connect'),
    attributes: {
      'faas.trigger': 'http',
      'http.route': '$connect',
      'url.scheme': 'wss',
      'url.query': 'room=blue',
      'server.address': 'k1l2m3n4o5.execute-api.eu-west-1.amazonaws.com',
      'client.address': '203.0.113.7',
      'network.peer.address': '203.0.113.7',
      'user_agent.original': 'curl/8.5.0',
    },
  },
  {
    name: 'a WebSocket message, which is no request of its own',
    event: webSocket('MESSAGE', 'sendOrder'),
    attributes: {
      'faas.trigger': 'http',
      'http.route': 'sendOrder',
      'url.scheme': 'wss',
      'server.address': 'k1l2m3n4o5.execute-api.eu-west-1.amazonaws.com',
      'client.address': '203.0.113.7',
      'network.peer.address': '203.0.113.7',
      'user_agent.original': 'curl/8.5.0',
    },
  },
  {
    name: 'a GraphQL query',
    event: appSync('Query'),
    attributes: {
      'faas.trigger': 'http',
      'graphql.operation.type': 'query',
      'graphql.field.name': 'order',
      'url.full': 'https://api.example.com/graphql',
      'url.scheme': 'https',
      'url.path': '/graphql',
      'server.address': 'api.example.com',
      'client.address': '203.0.113.7',
      'network.peer.address': '198.51.100.9',
      'user_agent.original': 'curl/8.5.0',
    },
  },
];

describe('what an HTTP request says', () => {
  it.each(requests)('tells $name', ({ event, attributes }) => {
    const trigger = readTrigger(event);
    expect(trigger.attributes).toStrictEqual(attributes);
    expect(trigger.links).toEqual([]);
  });

  it('tells the same of a load balancer with multi-value headers, and all values of a parameter', () => {
    const { attributes, carrier } = readTrigger(multiValueLoadBalancer());
    expect(attributes).toStrictEqual({
      ...readTrigger(loadBalancer()).attributes,
      'url.full': 'http://shop.example.com/orders?color=dark%20red&tag=a&tag=b',
      'url.query': 'color=dark%20red&tag=a&tag=b',
    });
    expect(carrier).toEqual(readTrigger(loadBalancer()).carrier);
  });

  it('tells a list of GraphQL fields by its first, and no operation for a field of a type', () => {
    const { attributes } = readTrigger([appSync('Order'), appSync('Order')]);
    expect(attributes).toMatchObject({ 'faas.trigger': 'http', 'graphql.field.name': 'order' });
    expect(attributes).not.toHaveProperty('graphql.operation.type');
  });

  it('knows HTTP API format 1.0 by the same shape as a REST API', () => {
    expect(readTrigger(restApi({ version: '1.0' })).attributes).toEqual(readTrigger(restApi()).attributes);
  });

  it.each([
    { host: 'shop.example.com:8443', port: undefined, url: 'http://shop.example.com:8443/orders', why: 'own port' },
    { host: 'shop.example.com', port: '8080', url: 'http://shop.example.com:8080/orders', why: 'the listener is told' },
    { host: 'shop.example.com', port: 'x', url: 'http://shop.example.com/orders', why: 'no port' },
    { host: '[2001:db8::17]:8443', port: '80', url: 'http://[2001:db8::17]:8443/orders', why: 'the own port wins' },
    { host: '', port: '80', url: undefined, why: 'no host, no URL' },
  ])('builds $url from host "$host" and port $port ($why)', ({ host, port, url }) => {
    const headers = { host, 'x-forwarded-proto': 'HTTP', ...(port !== undefined && { 'x-forwarded-port': port }) };
    const { attributes } = readTrigger(loadBalancer({ headers, queryStringParameters: {} }));
    expect(attributes['url.full']).toBe(url);
  });

  it('does not take a scheme that a client made up', () => {
    const headers = { host: 'shop.example.com', 'x-forwarded-proto': 'javascript' };
    const { attributes } = readTrigger(loadBalancer({ headers }));
    expect(attributes).not.toHaveProperty('url.scheme');
    expect(attributes).not.toHaveProperty('url.full');
  });

  it('keeps methods countable and tells the real one beside', () => {
    expect(readTrigger(loadBalancer({ httpMethod: 'BREW' })).attributes).toMatchObject({
      'http.request.method': '_OTHER',
      'http.request.method_original': 'BREW',
    });
  });

  it.each([
    { protocol: 'HTTP/1.0', version: '1' },
    { protocol: 'HTTP/1.1', version: '1.1' },
    { protocol: 'HTTP/2.0', version: '2' },
    { protocol: 'HTTP/3', version: '3' },
    { protocol: 'websocket', version: undefined },
  ])('writes $protocol as $version', ({ protocol, version }) => {
    const requestContext = { http: { method: 'GET', path: '/', protocol } };
    expect(readTrigger(httpApi({ requestContext })).attributes['network.protocol.version']).toBe(version);
  });

  it('encodes a query that API Gateway decoded, whatever is in it', () => {
    const event = restApi({
      multiValueQueryStringParameters: null,
      queryStringParameters: { 'a&b': 'c=d é', lone: '\ud800', none: null },
    });
    expect(readTrigger(event).attributes['url.query']).toBe('a%26b=c%3Dd%20%C3%A9&lone=%EF%BF%BD&none=');
  });
});

describe('the client of a request', () => {
  const addresses = (forwarded: string | undefined): unknown[] => {
    const { attributes } = readTrigger(loadBalancer({ headers: { 'x-forwarded-for': forwarded } }));
    return [attributes['client.address'], attributes['network.peer.address']];
  };

  it.each([
    { forwarded: '203.0.113.7', client: '203.0.113.7', peer: '203.0.113.7', why: 'the balancer wrote it' },
    { forwarded: '192.0.2.1,203.0.113.7', client: '192.0.2.1', peer: '203.0.113.7', why: 'the first may be forged' },
    { forwarded: '203.0.113.7:50123', client: '203.0.113.7', peer: '203.0.113.7', why: 'ports are preserved' },
    { forwarded: '[2001:db8::17]:50123', client: '2001:db8::17', peer: '2001:db8::17', why: 'of IPv6 too' },
    { forwarded: '2001:db8::17', client: '2001:db8::17', peer: '2001:db8::17', why: 'colons are no port' },
    { forwarded: '::ffff:192.0.2.1', client: '::ffff:192.0.2.1', peer: '::ffff:192.0.2.1', why: 'a mapped one' },
    { forwarded: 'unknown, 203.0.113.7', client: '203.0.113.7', peer: '203.0.113.7', why: 'a word is no address' },
    { forwarded: '<script>', client: undefined, peer: undefined, why: 'nor is anything else' },
    { forwarded: undefined, client: undefined, peer: undefined, why: 'the balancer removes the header' },
  ])('is $client behind $peer for "$forwarded" ($why)', ({ forwarded, client, peer }) => {
    expect(addresses(forwarded)).toEqual([client, peer]);
  });

  it('is the forwarded one behind a proxy before API Gateway', () => {
    const headers = { 'x-forwarded-for': '192.0.2.1, 203.0.113.7' };
    expect(readTrigger(httpApi({ headers })).attributes).toMatchObject({
      'client.address': '192.0.2.1',
      'network.peer.address': '203.0.113.7',
    });
  });
});

describe('the carrier', () => {
  it('has the headers with their names as they came', () => {
    expect(readTrigger(restApi()).carrier['X-Amzn-Trace-Id']).toBe(ROOT);
    expect(readTrigger(httpApi()).carrier['x-amzn-trace-id']).toBe(ROOT);
  });

  it('has the first of several values', () => {
    const multiValueHeaders = { traceparent: ['first', 'second'], empty: [], odd: [7] };
    expect(readTrigger(loadBalancer({ headers: undefined, multiValueHeaders })).carrier).toEqual({
      traceparent: 'first',
    });
    expect(readTrigger(restApi({ headers: { traceparent: 'last' }, multiValueHeaders })).carrier).toEqual({
      traceparent: 'first',
    });
  });

  it('has a header of any name, `__proto__` included', () => {
    const headers: unknown = JSON.parse('{"__proto__":"p","constructor":"c"}');
    expect(Object.entries(readTrigger(httpApi({ headers })).carrier)).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
  });

  it.each([
    { name: 'a REST API', event: restApi() },
    { name: 'an HTTP API', event: httpApi() },
  ])('has no credentials of $name', ({ event }) => {
    expect(JSON.stringify(readTrigger(event))).not.toContain('very-secret');
  });

  it.each(['authorization', 'Proxy-Authorization', 'COOKIE'])('has no %s', (name) => {
    expect(readTrigger(httpApi({ headers: { [name]: 'x', traceparent: 't' } })).carrier).toEqual({ traceparent: 't' });
  });

  it('is the headers of GraphQL requests and of events of no known kind', () => {
    expect(readTrigger(appSync('Query')).carrier).toHaveProperty('host');
    expect(readTrigger({ headers: { traceparent: 't' }, orders: [] })).toMatchObject({
      attributes: {},
      carrier: { traceparent: 't' },
    });
  });
});
