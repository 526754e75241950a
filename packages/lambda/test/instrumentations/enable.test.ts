import { diag, DiagLogLevel } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enableInstrumentations } from '../../src/instrumentations/enable.ts';

const tell = vi.fn<(...words: unknown[]) => void>();

beforeEach(() => {
  const silent = (): void => undefined;
  diag.setLogger(
    { error: tell, warn: silent, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
});
afterEach(() => {
  diag.disable();
  tell.mockReset();
});

describe('enableInstrumentations', () => {
  it('loads those that are wanted, and switches them on in the order of the loaders', async () => {
    const on: string[] = [];
    const loaders = {
      'aws-sdk': async () => () => void on.push('aws-sdk'),
      http: async () => () => void on.push('http'),
      undici: () => Promise.reject(new Error('not wanted')),
    };
    await enableInstrumentations({ names: ['http', 'aws-sdk'], loaders, env: {} });
    expect(on).toEqual(['aws-sdk', 'http']);
    expect(tell).not.toHaveBeenCalled();
  });

  it('tells of one that cannot be loaded and of one that throws, and keeps the others', async () => {
    const undici = vi.fn<() => void>();
    const loaders = {
      'aws-sdk': () => Promise.reject(new Error('no such file')),
      http: async () => () => {
        throw new Error('no such module');
      },
      undici: async () => undici,
    };
    await enableInstrumentations({ names: ['http', 'undici', 'aws-sdk'], loaders, env: {} });
    expect(undici).toHaveBeenCalledOnce();
    expect(tell.mock.calls.map(([, words]) => words)).toEqual([
      expect.stringContaining("'aws-sdk'"),
      expect.stringContaining("'http'"),
    ]);
  });

  it('knows the Runtime API by its variable', async () => {
    const instrument = vi.fn<(options: { isRuntimeApi(hostname: string, port: number): boolean }) => void>();
    const env = { AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001' };
    await enableInstrumentations({ names: ['http'], loaders: { http: async () => instrument }, env });
    const options = instrument.mock.calls[0]?.[0];
    expect([options?.isRuntimeApi('127.0.0.1', 9001), options?.isRuntimeApi('127.0.0.1', 80)]).toEqual([true, false]);
  });
});
