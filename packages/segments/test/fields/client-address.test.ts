import { describe, expect, it } from 'vitest';
import { serverOf, callOf } from '../spans.ts';

const GET = { 'http.request.method': 'GET' };

describe('client_ip and x_forwarded_for of a server', () => {
  it.each([
    { attributes: {}, request: {}, why: 'nothing tells it' },
    {
      attributes: { 'client.address': '10.0.0.1' },
      request: { client_ip: '10.0.0.1' },
      why: 'nothing is known of the connection: no guess',
    },
    {
      attributes: { 'client.address': '10.0.0.1', 'network.peer.address': '10.0.0.9' },
      request: { client_ip: '10.0.0.1', x_forwarded_for: true },
      why: 'the connection came from another',
    },
    {
      attributes: { 'client.address': '10.0.0.1', 'network.peer.address': '10.0.0.1' },
      request: { client_ip: '10.0.0.1' },
      why: 'the connection came from it',
    },
    {
      attributes: { 'network.peer.address': '10.0.0.9' },
      request: { client_ip: '10.0.0.9' },
      why: 'the peer is the client',
    },
    { attributes: { 'network.peer.address': '/run/app.sock' }, request: {}, why: 'no IP address' },
    { attributes: { 'client.address': 'shop.example' }, request: {}, why: 'no IP address' },
    {
      attributes: { 'client.address': '::ffff:127.0.0.1' },
      request: { client_ip: '::ffff:127.0.0.1' },
      why: 'IPv4 in IPv6, as it is',
    },
    {
      attributes: { 'http.client_ip': '10.0.0.1', 'net.peer.ip': '10.0.0.9' },
      request: { client_ip: '10.0.0.1', x_forwarded_for: true },
      why: 'older keys',
    },
    {
      attributes: { 'client.address': '10.0.0.1', 'http.client_ip': '10.0.0.2' },
      request: { client_ip: '10.0.0.1' },
      why: 'the newer key wins',
    },
    {
      attributes: { 'http.client_ip': '', 'net.peer.ip': '10.0.0.9' },
      request: { client_ip: '10.0.0.9' },
      why: 'empty counts as missing',
    },
  ])('with $attributes: $request ($why)', ({ attributes, request }) => {
    expect(serverOf({ ...GET, ...attributes }).http).toEqual({ request: { method: 'GET', ...request } });
  });

  it('keeps what is no client’s address as an attribute', () => {
    const attributes = { 'client.address': 'shop.example', 'network.peer.address': '/run/app.sock' };
    expect(serverOf({ ...GET, ...attributes }).metadata?.['default']).toMatchObject(attributes);
  });
});

it('takes the peer of a call for the server that it is', () => {
  const attributes = { ...GET, 'network.peer.address': '10.0.0.9', 'client.address': '10.0.0.1' };
  const { http, metadata } = callOf(attributes);
  expect(http).toEqual({ request: { method: 'GET' } });
  expect(metadata).toEqual({ default: { 'network.peer.address': '10.0.0.9', 'client.address': '10.0.0.1' } });
});
