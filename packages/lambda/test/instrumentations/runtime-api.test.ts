import { describe, expect, it } from 'vitest';
import { runtimeApiTest } from '../../src/instrumentations/runtime-api.ts';

describe('runtimeApiTest', () => {
  it.each([
    { address: '127.0.0.1:9001', hostname: '127.0.0.1', port: 9001, is: true, why: 'the port as a number' },
    { address: '127.0.0.1:9001', hostname: '127.0.0.1', port: '9001', is: true, why: 'the port as text' },
    { address: '127.0.0.1:9001', hostname: '127.0.0.1', port: 9002, is: false, why: 'a service of the same host' },
    { address: '127.0.0.1:9001', hostname: 'localhost', port: 9001, is: false, why: 'another name' },
    { address: '127.0.0.1:9001', hostname: '127.0.0.1', port: undefined, is: false, why: 'port 80' },
    { address: 'runtime.internal', hostname: 'runtime.internal', port: '', is: true, why: 'port 80, both' },
    { address: 'runtime.internal:80', hostname: 'runtime.internal', port: null, is: true, why: 'port 80, said or not' },
    { address: '[::1]:9001', hostname: '[::1]', port: '9001', is: true, why: 'IPv6' },
    { address: undefined, hostname: '', port: undefined, is: false, why: 'not in Lambda' },
    { address: '', hostname: '', port: undefined, is: false, why: 'no address' },
    { address: 'not an address', hostname: 'not an address', port: 80, is: false, why: 'no address' },
  ])('$address, $hostname and $port: $is ($why)', ({ address, hostname, port, is }) => {
    expect(runtimeApiTest(address)(hostname, port)).toBe(is);
  });
});
