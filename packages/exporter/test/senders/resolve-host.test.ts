import { describe, expect, it } from 'vitest';
import { lookupHost, toHostAddress } from '../../src/senders/resolve-host.ts';

describe('toHostAddress', () => {
  it.each([
    { host: '127.0.0.1', address: { address: '127.0.0.1', family: 4 }, why: 'IPv4' },
    { host: '::1', address: { address: '::1', family: 6 }, why: 'IPv6' },
    { host: 'fe80::1%eth0', address: { address: 'fe80::1%eth0', family: 6 }, why: 'IPv6 with a zone' },
    { host: 'localhost', address: undefined, why: 'a name' },
    { host: '10.internal', address: undefined, why: 'a name that begins with digits' },
    { host: '127.1', address: undefined, why: 'a short form, which the resolver knows' },
  ])('takes $host as $address ($why)', ({ host, address }) => {
    expect(toHostAddress(host)).toEqual(address);
  });
});

describe('lookupHost', () => {
  it('prefers IPv4, on which the daemon listens', async () => {
    await expect(lookupHost('localhost')).resolves.toEqual({ address: '127.0.0.1', family: 4 });
  });

  it('rejects for a name that does not resolve', async () => {
    await expect(lookupHost('xray-daemon.invalid')).rejects.toMatchObject({
      code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN|EAI_FAIL)$/) as string,
    });
  });
});
