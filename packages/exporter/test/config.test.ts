import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../src/config.ts';
import type { Sender } from '../src/sender.ts';

const DEFAULT = { host: '127.0.0.1', port: 2000 };
const sender: Sender = {
  send: () => Promise.resolve({ status: 'sent' }),
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

describe('resolveConfig', () => {
  it('uses 127.0.0.1:2000 when nothing is said', () => {
    expect(resolveConfig({}, {})).toEqual({
      daemonAddress: { udp: DEFAULT, tcp: DEFAULT },
      translate: {},
      sender: undefined,
      nesting: true,
      warnings: [],
    });
  });

  it('takes the environment before the default', () => {
    const config = resolveConfig({}, { AWS_XRAY_DAEMON_ADDRESS: 'udp:xray:2001 tcp:xray:2002' });
    expect(config.daemonAddress).toEqual({ udp: { host: 'xray', port: 2001 }, tcp: { host: 'xray', port: 2002 } });
    expect(config.warnings).toEqual([]);
  });

  it('takes the option before the environment, which then may even be wrong', () => {
    const config = resolveConfig({ daemonAddress: '[::1]:2001' }, { AWS_XRAY_DAEMON_ADDRESS: 'wrong' });
    expect(config.daemonAddress.udp).toEqual({ host: '::1', port: 2001 });
    expect(config.warnings).toEqual([]);
  });

  it.each(['', 'wrong', '127.0.0.1:0', '127.0.0.1:65536', ':2000'])('warns of "%s" in the environment', (value) => {
    const config = resolveConfig({}, { AWS_XRAY_DAEMON_ADDRESS: value });
    expect(config.daemonAddress).toEqual({ udp: DEFAULT, tcp: DEFAULT });
    expect(config.warnings).toEqual([{ name: 'AWS_XRAY_DAEMON_ADDRESS', value, used: '127.0.0.1:2000' }]);
  });

  it('does not look at the address in the environment when a sender is given', () => {
    expect(resolveConfig({ sender }, { AWS_XRAY_DAEMON_ADDRESS: 'wrong' }).warnings).toEqual([]);
  });

  it('warns of an address beside a sender', () => {
    const config = resolveConfig({ sender, daemonAddress: 'xray:2000' }, {});
    const used = 'the address of the given sender';
    expect(config.warnings).toEqual([{ name: 'daemonAddress', value: 'xray:2000', used }]);
  });

  it('passes the options of translate on, and nothing else', () => {
    const config = resolveConfig({ sender, daemonAddress: 'xray:2000', scope: true, sqlText: 'off' }, {});
    expect(config.translate).toEqual({ scope: true, sqlText: 'off' });
    expect(config.sender).toBe(sender);
  });

  it('gives a frozen config and leaves the options as they were', () => {
    const options = Object.freeze({ indexedAttributes: Object.freeze(['order.id']) });
    const config = resolveConfig(options, Object.freeze({}));
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.translate)).toBe(true);
  });

  it.each([
    { options: { daemonAddress: '127.0.0.1' }, message: /daemonAddress: expected 'host:port'.*found "127\.0\.0\.1"/ },
    { options: { daemonAddress: '' }, message: /daemonAddress/ },
    { options: { daemonAddress: 2000 as never }, message: /daemonAddress.*found 2000/ },
    { options: { daemonAddress: null as never }, message: /daemonAddress.*found null/ },
    { options: { sender: {} as never }, message: /sender.*found no send/ },
    { options: { sender: { ...sender, shutdown: undefined } as never }, message: /sender.*found no shutdown/ },
    { options: { sender: null as never }, message: /sender/ },
    { options: { sqlText: 'of' as never }, message: /sqlText/ },
    { options: null as never, message: /options: expected an object/ },
    { options: 5 as never, message: /options: expected an object/ },
  ])('throws a TypeError for a wrong option: $message', ({ options, message }) => {
    const resolve = (): unknown => resolveConfig(options, {});
    expect(resolve).toThrow(TypeError);
    expect(resolve).toThrow(message);
  });
});
