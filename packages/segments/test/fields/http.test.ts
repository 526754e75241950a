import { describe, expect, it } from 'vitest';
import { callOf, documentOf, LOCAL_PARENT, serverOf, splitOf, translated } from '../spans.ts';

describe('http', () => {
  it.each([
    { attributes: {}, http: undefined, why: 'no HTTP span' },
    { attributes: { 'server.address': 'h', 'server.port': 5432 }, http: undefined, why: 'a database has these too' },
    { attributes: { 'net.peer.ip': '10.0.0.1' }, http: undefined, why: 'a socket has this too' },
    { attributes: { 'http.request.method': 5 }, http: undefined, why: 'nothing of it is known' },
    { attributes: { 'http.request.method': 'GET' }, http: { request: { method: 'GET' } }, why: 'no answer' },
    { attributes: { 'http.response.status_code': 204 }, http: { response: { status: 204 } }, why: 'no request' },
    {
      attributes: { 'http.response.status_code': '204' },
      http: { response: { status: 204 } },
      why: 'a text of digits',
    },
    { attributes: { 'http.response.status_code': 'OK' }, http: undefined, why: 'no number: not 0' },
    { attributes: { 'http.response.status_code': 0 }, http: { response: { status: 0 } }, why: 'zero is data' },
    {
      attributes: { 'http.response.status_code': 200, 'http.status_code': 500 },
      http: { response: { status: 200 } },
      why: 'the newer key wins',
    },
    {
      attributes: { 'http.request.method': 'PUT', 'http.method': 'GET' },
      http: { request: { method: 'PUT' } },
      why: 'the newer key wins',
    },
    {
      attributes: { 'http.request.method': '_OTHER', 'http.request.method_original': 'PURGE' },
      http: { request: { method: 'PURGE' } },
      why: 'the real method',
    },
    {
      attributes: { 'http.request.method': '_OTHER' },
      http: { request: { method: '_OTHER' } },
      why: 'nobody knows the real one',
    },
    {
      attributes: { 'user_agent.original': 'new', 'http.user_agent': 'old' },
      http: { request: { user_agent: 'new' } },
      why: 'the newer key wins',
    },
    { attributes: { 'http.user_agent': 'old' }, http: { request: { user_agent: 'old' } }, why: 'the older key' },
  ])('with $attributes is $http ($why)', ({ attributes, http }) => {
    expect(callOf(attributes).http).toEqual(http);
  });

  it.each([
    { attributes: { 'http.response.body.size': 0 }, length: 0, why: 'zero is data' },
    {
      attributes: { 'http.response.body.size': 12, 'http.response_content_length': 13 },
      length: 12,
      why: 'the newer key wins',
    },
    { attributes: { 'http.response_content_length': '13' }, length: 13, why: 'the older key; a text of digits' },
    { attributes: { 'http.response_content_length_uncompressed': 14 }, length: 14, why: 'as `node:http` writes it' },
    { attributes: { 'http.response.body.size': -1 }, length: undefined, why: 'no length' },
    { attributes: { 'http.response.body.size': 1.5 }, length: undefined, why: 'no length' },
    { attributes: {}, length: undefined, why: 'unknown, and therefore not 0' },
    {
      attributes: { 'message.type': 'RECEIVED', 'messaging.message_payload_size_bytes': 7 },
      length: 7,
      why: 'as gRPC told it',
    },
    {
      attributes: { 'message.type': 'SENT', 'messaging.message_payload_size_bytes': 7 },
      length: undefined,
      why: 'the other way',
    },
  ])('with $attributes has the content length $length ($why)', ({ attributes, length }) => {
    expect(callOf({ 'http.response.status_code': 200, ...attributes }).http?.response?.content_length).toBe(length);
  });

  it('reads the length of a received message from events too', () => {
    const event = (type: string, size: number) => ({
      name: 'message',
      time: [1, 0] as const,
      attributes: { 'message.type': type, 'messaging.message_payload_size_bytes': size },
    });
    const events = [event('SENT', 3), event('RECEIVED', 0), event('RECEIVED', 5), event('RECEIVED', 9)];
    expect(callOf({ 'http.response.status_code': 200 }, { events }).http?.response?.content_length).toBe(5);
  });

  it.each(['http.request.method', 'user_agent.original', 'http.client_ip'])(
    'cuts %s at 250 characters and keeps the whole',
    (key) => {
      const member = {
        'http.request.method': 'method',
        'user_agent.original': 'user_agent',
        'http.client_ip': 'client_ip',
      }[key] as string;
      const { documents, notes } = translated({ kind: 1, attributes: { [key]: 'é'.repeat(251) } });
      expect(documents[0]?.http?.request).toEqual({ [member]: 'é'.repeat(250) });
      expect(documents[0]?.metadata?.['otel']).toMatchObject({ [member]: 'é'.repeat(251) });
      expect(notes).toMatchObject([{ field: member, kind: 'cut' }]);
    },
  );

  it('never cuts a URL: half of it is another one', () => {
    const url = `https://shop.example/${'a'.repeat(2000)}`;
    expect(callOf({ 'url.full': url }).http?.request?.url).toBe(url);
  });
});

describe('attributes beside http', () => {
  it('go where the block tells them, and stay where it does not', () => {
    const { http, metadata } = serverOf({
      'http.request.method': 'GET',
      'url.scheme': 'https',
      'server.address': 'shop.example',
      'server.port': 443,
      'url.path': '/cart',
      'http.route': '/cart',
    });
    expect(http?.request?.url).toBe('https://shop.example/cart');
    // The port is the scheme's own: the URL tells it by naming none.
    expect(metadata?.['default']).toEqual({ 'http.route': '/cart', 'otel.resource.service.name': 'orders' });
  });

  it.each([
    { url: 'https://h/', port: 443, kept: false, why: 'the usual one' },
    { url: 'https://h/', port: 80, kept: true, why: "another scheme's" },
    { url: 'http://h/', port: '80', kept: false, why: 'as text' },
    { url: 'http://h:8080/', port: 8080, kept: false, why: 'named' },
    { url: 'http://h:8080/', port: 80, kept: true, why: 'another one is named' },
    { url: 'ftp://h/', port: 21, kept: true, why: 'nobody told us' },
  ])('leave the port $port of $url an attribute: $kept ($why)', ({ url, port, kept }) => {
    expect(callOf({ 'url.full': url, 'server.port': port }).metadata?.['default']).toEqual(
      kept ? { 'server.port': port } : undefined,
    );
  });

  it.each([
    { url: 'http://stock.internal/x', port: 80, kept: undefined, why: 'the scheme’s own' },
    { url: 'https://stock.internal/x', port: '443', kept: undefined, why: 'the scheme’s own, as text' },
    { url: 'https://stock.internal/x', port: 80, kept: 80, why: 'another scheme’s' },
    { url: 'http://stock.internal:8080/x', port: 80, kept: 80, why: 'the URL names another' },
    { url: 'http://[::1]', port: 80, kept: undefined, why: 'the colons are the host’s' },
  ])('tell the port $port beside $url: $kept ($why)', ({ url, port, kept }) => {
    expect(callOf({ 'url.full': url, 'server.port': port }).metadata?.['default']?.['server.port']).toBe(kept);
  });

  it('say a method or an address once, by whatever keys', () => {
    const method = { 'http.request.method': 'GET', 'http.method': 'GET', 'http.request.method_original': 'GET' };
    const client = { 'client.address': '203.0.113.7', 'http.client_ip': '203.0.113.7' };
    const peer = { 'network.peer.address': '10.0.0.1', 'net.peer.ip': '10.0.0.1' };
    const { http, metadata } = serverOf({ ...method, ...client, ...peer }, { resource: {} });
    expect(http?.request).toEqual({ method: 'GET', client_ip: '203.0.113.7', x_forwarded_for: true });
    expect(metadata).toEqual({ default: peer });
  });

  it('make no request of a socket', () => {
    const socket = { 'net.transport': 'ip_tcp', 'net.host.port': 38_006, 'net.peer.name': 'localhost' };
    expect(callOf(socket).http).toBeUndefined();
  });

  it('all stay where there is no block', () => {
    const attributes = { 'server.address': 'db.internal', 'server.port': 5432, 'net.peer.ip': '10.0.0.1' };
    expect(documentOf({ parentSpanContext: LOCAL_PARENT, attributes }).metadata?.['default']).toEqual(attributes);
  });

  it('stay where the other convention says something else', () => {
    const { metadata } = callOf({
      'http.request.method': 'PUT',
      'http.method': 'GET',
      'http.status_code': 1,
      'http.response.status_code': 200,
    });
    expect(metadata?.['default']).toEqual({ 'http.method': 'GET', 'http.status_code': 1 });
  });

  it('do not hide in a longer word or number of the URL', () => {
    const { metadata } = callOf({
      'url.full': 'https://h:8080/carts',
      'server.port': 80,
      'url.scheme': 'http',
      'url.path': '/cart',
    });
    expect(metadata?.['default']).toEqual({ 'server.port': 80, 'url.scheme': 'http', 'url.path': '/cart' });
  });
});

it('keeps x_forwarded_for off subsegments, where X-Ray does not know it', () => {
  const attributes = { 'http.request.method': 'GET', 'client.address': '10.0.0.1', 'network.peer.address': '10.0.0.9' };
  expect(serverOf(attributes).http?.request?.x_forwarded_for).toBe(true);
  expect(serverOf(attributes, { parentSpanContext: LOCAL_PARENT }).http?.request).not.toHaveProperty('x_forwarded_for');
});

it('is told by the call alone where the span is split', () => {
  const { call, service } = splitOf({ kind: 2, attributes: { 'http.request.method': 'GET' } });
  expect([call.http, service.http]).toEqual([{ request: { method: 'GET' } }, undefined]);
});
