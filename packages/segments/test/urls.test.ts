import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { hostOfConnectionString, hostOfUrl, joinHost, withoutPort } from '../src/urls.ts';

it.each([
  { host: 'db.internal:5432', bare: 'db.internal' },
  { host: 'db.internal', bare: 'db.internal' },
  { host: 'db.internal:', bare: 'db.internal' },
  { host: '[::1]:80', bare: '::1' },
  { host: '[::1]', bare: '::1' },
  { host: '::1', bare: '::1' },
  { host: '2001:db8::5432', bare: '2001:db8::5432' },
  { host: 'h:port', bare: 'h:port' },
  { host: ':80', bare: '' },
  { host: '', bare: '' },
])('takes the port off "$host": "$bare"', ({ host, bare }) => {
  expect(withoutPort(host)).toBe(bare);
});

it.each([
  { host: 'db.internal', port: 5432, joined: 'db.internal:5432', why: 'a name' },
  { host: 'db.internal', port: undefined, joined: 'db.internal', why: 'no port' },
  { host: '::1', port: 80, joined: '[::1]:80', why: 'IPv6 stands in brackets' },
  { host: '::1', port: undefined, joined: '[::1]', why: 'also without a port' },
  { host: '[::1]', port: 80, joined: '[::1]:80', why: 'brackets are there already' },
  { host: 'h:8080', port: undefined, joined: 'h:8080', why: 'a colon alone makes no IPv6' },
])('joins $host and $port to $joined ($why)', ({ host, port, joined }) => {
  expect(joinHost(host, port)).toBe(joined);
});

it.each([
  { url: 'https://shop.example/cart?a=b', host: 'shop.example' },
  { url: 'https://user:pw@shop.example:8443/', host: 'shop.example' },
  { url: 'https://a@b@shop.example', host: 'shop.example' },
  { url: 'http://[::1]:8080/x', host: '::1' },
  { url: 'http://shop.example#top', host: 'shop.example' },
  { url: 'http:///cart', host: '' },
  { url: '/cart', host: '' },
  { url: 'mailto:a@b', host: '' },
  { url: '//shop.example/', host: '' },
  { url: '', host: '' },
])('reads the host of the URL $url: "$host"', ({ url, host }) => {
  expect(hostOfUrl(url)).toBe(host);
});

// Source: mapping table, "Name", "Host of a connection string", by its steps.
describe('hostOfConnectionString', () => {
  it.each([
    { given: 'jdbc:postgresql://db.internal:5432/shop', host: 'db.internal', why: 'one leading `jdbc:`' },
    { given: 'mysql://app:pw@db.internal/shop', host: 'db.internal', why: 'user info' },
    { given: 'JDBC:mysql://db/shop', host: '', why: 'exactly that case: else `JDBC` is the scheme of an opaque text' },
    { given: 'jdbc:oracle:thin:@h', host: '', why: 'opaque' },
    { given: 'Server=db;Database=shop;', host: '', why: 'no URL' },
    { given: '//db/shop', host: 'db', why: 'no scheme' },
    { given: '///shop', host: '', why: 'no scheme and three slashes' },
    { given: 'file:///shop', host: '', why: 'an empty host' },
    { given: 'mysql://db\u0001/', host: '', why: 'a control character' },
    { given: 'mysql://db/#%zz', host: '', why: 'a bad escape behind #' },
    { given: 'mysql://db/%zz', host: '', why: 'a bad escape in the path' },
    { given: 'mysql://db?%zz', host: 'db', why: 'the query is dropped unseen' },
    { given: 'mongodb://a:1,b:2/shop', host: 'a:1,b', why: 'the last port alone goes' },
    { given: 'mongodb://a:1,b/shop', host: '', why: 'what follows the last colon must be digits' },
    { given: 'mysql://us er@db/', host: '', why: 'a space in the user info' },
    { given: 'mysql://d b/', host: '', why: 'a space in the host' },
    { given: 'mysql://DB.Internal/', host: 'DB.Internal', why: 'case is kept' },
    { given: 'mysql://d%C3%A9b/', host: 'déb', why: 'escapes of non-ASCII are decoded' },
    { given: 'mysql://d%41b/', host: '', why: 'escapes of ASCII fail' },
    { given: 'mysql://[::1]:3306/', host: '::1', why: 'brackets go' },
    { given: 'mysql://[::1/', host: '', why: 'an open bracket' },
    { given: 'mysql://[::1]x/', host: '', why: 'something else behind the bracket' },
    { given: '', host: '', why: 'empty' },
  ])('reads "$host" from $given ($why)', ({ given, host }) => {
    expect(hostOfConnectionString(given)).toBe(host);
  });
});

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const given of [text, `jdbc:${text}`, `mysql://${text}`, `http://[${text}]:1`]) {
        expect([typeof hostOfUrl(given), typeof hostOfConnectionString(given), typeof withoutPort(given)]).toEqual([
          'string',
          'string',
          'string',
        ]);
      }
    }),
  );
});
