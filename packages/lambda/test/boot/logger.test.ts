import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { diag } from '@opentelemetry/api';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { installLogger } from '../../src/boot/logger.ts';
import { resolveConfig } from '../../src/config/config.ts';

describe('installLogger', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    diag.disable();
  });

  it.each([
    { of: globalThis.console, why: 'Node’s own' },
    // As test runners have it.
    { of: new Console(new PassThrough()), why: 'one that is made' },
  ])('says everything on standard error, where the console is $why', ({ of }) => {
    vi.stubGlobal('console', of);
    const [out, error] = [process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation(() => true),
    );
    installLogger(diag, resolveConfig({ OTEL_LOG_LEVEL: 'all' }));
    for (const level of ['info', 'debug', 'verbose'] as const) diag[level](`${level} ${level}`);
    const said = error?.mock.calls.map(([text]) => String(text)).join('');
    for (const level of ['info', 'debug', 'verbose']) expect(said).toContain(`${level} ${level}\n`);
    expect(out).not.toHaveBeenCalled();
  });
});
