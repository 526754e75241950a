import { describe, expect, it } from 'vitest';
import { requestUrlOf } from '../../src/fields/request-url.ts';
import type { Attributes } from '../../src/span.ts';
import { factsOf } from '../spans.ts';

const urlOf = (kind: number, attributes: Attributes) => requestUrlOf(factsOf({ kind, attributes }));

describe('the URL of a request', () => {
  it.each([
    // Whole.
    { attributes: { 'url.full': 'https://h/a?b=c' }, url: 'https://h/a?b=c', why: 'whole' },
    {
      attributes: { 'url.full': 'https://new/', 'http.url': 'https://old/' },
      url: 'https://new/',
      why: 'the newer key wins',
    },
    {
      attributes: { 'http.url': 'https://old/', 'url.full': 'https://new/' },
      url: 'https://new/',
      why: 'in either order',
    },
    { attributes: { 'http.url': 'https://old/a' }, url: 'https://old/a', why: 'the older key' },
    { attributes: { 'url.full': '', 'http.url': 'https://old/' }, url: 'https://old/', why: 'empty counts as missing' },
    {
      attributes: { 'http.url': 'https://old/a', 'server.address': 'h', 'url.path': '/b' },
      url: 'http://h/b',
      why: 'newer parts before the older whole',
    },
    // Put together.
    {
      attributes: {
        'url.scheme': 'https',
        'server.address': 'h',
        'server.port': 8443,
        'url.path': '/a',
        'url.query': 'b=c',
      },
      url: 'https://h:8443/a?b=c',
      why: 'all newer parts',
    },
    { attributes: { 'server.address': 'h' }, url: 'http://h/', why: 'nothing but a host' },
    { attributes: { 'url.path': '/a', 'url.query': 'b=c' }, url: undefined, why: 'no host, no URL' },
    {
      attributes: { 'url.scheme': 'https', 'server.address': 'h', 'server.port': 443 },
      url: 'https://h/',
      why: 'the scheme’s own port',
    },
    {
      attributes: { 'url.scheme': 'https', 'server.address': 'h', 'server.port': 80 },
      url: 'https://h:80/',
      why: 'another scheme’s port',
    },
    { attributes: { 'server.address': 'h', 'server.port': '8080' }, url: 'http://h:8080/', why: 'a port as text' },
    { attributes: { 'server.address': 'h', 'server.port': 0 }, url: 'http://h/', why: 'no port' },
    { attributes: { 'server.address': 'h', 'server.port': 65536 }, url: 'http://h/', why: 'no port' },
    {
      attributes: { 'server.address': '::1', 'server.port': 80 },
      url: 'http://[::1]/',
      why: 'IPv6 stands in brackets',
    },
    {
      attributes: { 'server.address': '[::1]', 'server.port': 81 },
      url: 'http://[::1]:81/',
      why: 'they may be there already',
    },
    {
      attributes: { 'server.address': 'h', 'url.query': '?b=c' },
      url: 'http://h/?b=c',
      why: 'undici writes the question mark',
    },
    { attributes: { 'server.address': 'h', 'url.query': '' }, url: 'http://h/', why: 'an empty query' },
    { attributes: { 'server.address': 'h', 'url.query': '?' }, url: 'http://h/', why: 'an empty query with its mark' },
    { attributes: { 'server.address': 'h', 'url.path': 'a' }, url: 'http://h/a', why: 'a path without its slash' },
    // Older parts.
    {
      attributes: { 'http.scheme': 'https', 'http.host': 'h:8080', 'http.target': '/a?b' },
      url: 'https://h:8080/a?b',
      why: 'the header has its own port',
    },
    { attributes: { 'server.address': 'new', 'http.host': 'old' }, url: 'http://new/', why: 'the newer name wins' },
    {
      attributes: { 'http.host': 'h', 'server.port': 81 },
      url: 'http://h/',
      why: 'the header’s port, also where it has none',
    },
    {
      attributes: { 'http.host': 'h', 'url.path': '/new', 'http.target': '/old?q' },
      url: 'http://h/new',
      why: 'the newer path wins',
    },
    {
      attributes: { 'http.host': 'h', 'http.url': '/a?b' },
      url: 'http://h/a?b',
      why: 'some servers write only the path as URL',
    },
    { attributes: { 'http.url': '/a?b' }, url: '/a?b', why: 'better than nothing' },
  ])('of any span with $attributes is $url ($why)', ({ attributes, url }) => {
    expect([urlOf(1, attributes), urlOf(2, attributes)]).toEqual([url, url]);
  });

  it.each([
    {
      attributes: { 'net.host.name': 'me', 'net.host.port': 8080 },
      server: 'http://me:8080/',
      client: undefined,
      why: 'the server’s own name',
    },
    {
      attributes: { 'net.peer.name': 'h', 'net.peer.port': 8080 },
      server: undefined,
      client: 'http://h:8080/',
      why: 'the other side',
    },
    { attributes: { 'net.peer.ip': '10.0.0.1' }, server: undefined, client: 'http://10.0.0.1/', why: 'its address' },
    {
      attributes: { 'http.server_name': 'me', 'net.host.name': 'older' },
      server: 'http://me/',
      client: undefined,
      why: 'the configured name first',
    },
    {
      attributes: { 'server.address': 'h', 'server.port': 1, 'net.peer.port': 2 },
      server: 'http://h:1/',
      client: 'http://h:1/',
      why: 'the newer port wins',
    },
    {
      attributes: { 'network.peer.address': '10.0.0.1' },
      server: undefined,
      client: undefined,
      why: 'the address of a proxy, maybe',
    },
  ])('with $attributes is $server for a server and $client for a client ($why)', ({ attributes, server, client }) => {
    expect([urlOf(1, attributes), urlOf(2, attributes)]).toEqual([server, client]);
  });

  it('is not the queue’s, which AWS’s SDK writes into the same key', () => {
    const attributes = { 'rpc.system': 'aws-api', 'url.full': 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs' };
    expect(urlOf(2, attributes)).toBeUndefined();
    expect(urlOf(2, { ...attributes, 'http.request.method': 'POST' })).toBe(attributes['url.full']);
  });
});
