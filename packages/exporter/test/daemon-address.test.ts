import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { DEFAULT_DAEMON_ADDRESS, formatDaemonAddress, parseDaemonAddress } from '../src/daemon-address.ts';
import type { DaemonAddress, Endpoint } from '../src/daemon-address.ts';

const at = (host: string, port: number): Endpoint => ({ host, port });
const both = (host: string, port: number): DaemonAddress => ({ udp: at(host, port), tcp: at(host, port) });
const DEFAULT = at('127.0.0.1', 2000);

describe('parseDaemonAddress', () => {
  it.each([
    { text: '127.0.0.1:2000', address: both('127.0.0.1', 2000), why: 'one endpoint for both' },
    { text: '169.254.79.129:2000', address: both('169.254.79.129', 2000), why: "Lambda's own form" },
    { text: 'xray.internal:1', address: both('xray.internal', 1), why: 'a host name; the lowest port' },
    {
      text: 'xray_daemon:65535',
      address: both('xray_daemon', 65_535),
      why: 'an underscore, as Compose has; the highest port',
    },
    { text: 'localhost:2000', address: both('localhost', 2000), why: 'a name without a dot' },
    { text: ' 127.0.0.1:2000\n', address: both('127.0.0.1', 2000), why: 'white space around it' },
    { text: 'myudp.local:2000', address: both('myudp.local', 2000), why: 'a host that holds "udp"' },
    { text: 'tcp.example:2000', address: both('tcp.example', 2000), why: 'a host that begins with "tcp"' },
    { text: 'udp:2000', address: both('udp', 2000), why: 'a host that is called udp' },
    { text: '[::1]:2000', address: both('::1', 2000), why: 'IPv6' },
    { text: '[2001:db8::7]:3000', address: both('2001:db8::7', 3000), why: 'IPv6' },
    { text: '[::ffff:10.0.0.1]:2000', address: both('::ffff:10.0.0.1', 2000), why: 'IPv4 in IPv6' },
    { text: '[fe80::1%eth0]:2000', address: both('fe80::1%eth0', 2000), why: 'IPv6 with a zone' },
    {
      text: 'udp:10.0.0.1:2000 tcp:10.0.0.2:3000',
      address: { udp: at('10.0.0.1', 2000), tcp: at('10.0.0.2', 3000) },
      why: 'two parts',
    },
    {
      text: 'tcp:10.0.0.2:3000 udp:10.0.0.1:2000',
      address: { udp: at('10.0.0.1', 2000), tcp: at('10.0.0.2', 3000) },
      why: 'two parts, the other way round',
    },
    {
      text: 'udp:myudp.local:2000 \t tcp:[::1]:3000',
      address: { udp: at('myudp.local', 2000), tcp: at('::1', 3000) },
      why: 'any white space between, names and IPv6 inside',
    },
    {
      text: 'UDP:10.0.0.1:2000 Tcp:10.0.0.2:3000',
      address: { udp: at('10.0.0.1', 2000), tcp: at('10.0.0.2', 3000) },
      why: 'labels in any case',
    },
    { text: 'udp:10.0.0.1:3000', address: { udp: at('10.0.0.1', 3000), tcp: DEFAULT }, why: 'UDP alone' },
    { text: 'tcp:10.0.0.1:3000', address: { udp: DEFAULT, tcp: at('10.0.0.1', 3000) }, why: 'TCP alone' },
    { text: 'udp:udp:2000', address: { udp: at('udp', 2000), tcp: DEFAULT }, why: 'UDP alone, to a host called udp' },
  ])('reads $text ($why)', ({ text, address }) => {
    expect(parseDaemonAddress(text)).toEqual(address);
  });

  it.each([
    { text: '', why: 'empty' },
    { text: '   ', why: 'blank' },
    { text: '127.0.0.1', why: 'no colon' },
    { text: ':2000', why: 'empty host' },
    { text: '127.0.0.1:', why: 'empty port' },
    { text: '127.0.0.1:0', why: 'port 0' },
    { text: '127.0.0.1:65536', why: 'port too high' },
    { text: '127.0.0.1:NaN', why: 'port that is no number' },
    { text: '127.0.0.1:2000.5', why: 'port with a fraction' },
    { text: '127.0.0.1:-1', why: 'negative port' },
    { text: '127.0.0.1:0x7d0', why: 'hexadecimal port' },
    { text: 'http://127.0.0.1:2000', why: 'a URL' },
    { text: '127.0.0.1:2000/', why: 'a path' },
    { text: '::1:2000', why: 'IPv6 without brackets' },
    { text: '[::1]', why: 'no port' },
    { text: '[]:2000', why: 'empty brackets' },
    { text: '[not-ipv6]:2000', why: 'a name in brackets' },
    { text: '[1::2::3]:2000', why: 'no IPv6 address' },
    { text: 'udp:127.0.0.1', why: 'a part without a port' },
    { text: 'udp::2000', why: 'a part without a host' },
    { text: 'udp:', why: 'a label alone' },
    { text: 'udp:10.0.0.1:2000 udp:10.0.0.2:2000', why: 'the same part twice' },
    { text: 'udp:10.0.0.1:2000 10.0.0.2:2000', why: 'a part without a label' },
    { text: '10.0.0.1:2000 10.0.0.2:2000', why: 'two endpoints without labels' },
    { text: 'udp:10.0.0.1:2000 tcp:10.0.0.1:99999', why: 'one part wrong' },
    { text: 'udp:a:1 tcp:b:2 udp:c:3', why: 'three parts' },
    { text: 'udp:10.0.0.1:2000,tcp:10.0.0.1:2000', why: 'a comma between' },
    { text: 'host name:2000', why: 'white space in the host' },
    { text: '-host:2000', why: 'a name cannot begin with a dash' },
    { text: `${'a'.repeat(254)}:2000`, why: 'a name longer than DNS has' },
  ])('does not read "$text" ($why)', ({ text }) => {
    expect(parseDaemonAddress(text)).toBeUndefined();
  });

  test('never throws, and gives ports in range', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(udp:|tcp:)?[[\]a-z0-9.:% ]{0,30}$/)), (text) => {
        const { udp, tcp } = parseDaemonAddress(text) ?? DEFAULT_DAEMON_ADDRESS;
        for (const { host, port } of [udp, tcp]) {
          expect(host).not.toBe('');
          expect(port).toBeGreaterThanOrEqual(1);
          expect(port).toBeLessThanOrEqual(65_535);
        }
      }),
    );
  });
});

describe('formatDaemonAddress', () => {
  it.each([
    { address: DEFAULT_DAEMON_ADDRESS, text: '127.0.0.1:2000', why: 'the default' },
    { address: both('::1', 2000), text: '[::1]:2000', why: 'IPv6' },
    {
      address: { udp: at('a.example', 1), tcp: at('::1', 2) },
      text: 'udp:a.example:1 tcp:[::1]:2',
      why: 'two different endpoints',
    },
  ])('writes $text ($why)', ({ address, text }) => {
    expect(formatDaemonAddress(address)).toBe(text);
  });

  test('an address survives the way to text and back', () => {
    const endpoint = fc.record({
      host: fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain(), fc.constantFrom('udp', 'tcp', 'localhost', 'myudp.local')),
      port: fc.integer({ min: 1, max: 65_535 }),
    });
    fc.assert(
      fc.property(fc.record({ udp: endpoint, tcp: endpoint }), (address) => {
        expect(parseDaemonAddress(formatDaemonAddress(address))).toEqual(address);
      }),
    );
  });
});
