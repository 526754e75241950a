import Module from 'node:module';
import { describe, expect, it } from 'vitest';
import { instrument as instrumentAwsSdk } from '../../src/instrumentations/aws-sdk.ts';
import { instrument as instrumentHttp } from '../../src/instrumentations/http.ts';
import { withoutRequireHook } from '../../src/instrumentations/require-hook.ts';
import { instrument as instrumentUndici } from '../../src/instrumentations/undici.ts';
import { trace } from '@opentelemetry/api';

const options = { tracerProvider: trace.getTracerProvider(), isRuntimeApi: () => true };

describe('withoutRequireHook', () => {
  it('takes a hook back, also when making fails', () => {
    const { require } = Module.prototype;
    const make = (): never => {
      Module.prototype.require = (() => undefined) as unknown as NodeJS.Require;
      throw new Error('no');
    };
    expect(() => withoutRequireHook(make)).toThrow('no');
    expect(Module.prototype.require).toBe(require);
  });
});

describe('the hook on require', () => {
  // The order is the one of `early.ts`: the official base class sets its hook once for the process.
  it('is there for the AWS SDK alone', () => {
    const { require } = Module.prototype;
    const { getBuiltinModule } = process;
    instrumentAwsSdk(options);
    const hooked = Module.prototype.require;
    expect(hooked).not.toBe(require);
    instrumentHttp(options);
    instrumentUndici(options);
    expect(Module.prototype.require).toBe(hooked);
    Module.prototype.require = require;
    process.getBuiltinModule = getBuiltinModule;
  });
});
