import { describe, expect, it } from 'vitest';
import { redirectHandler, restoreHandler } from '../../src/load/redirect.ts';

const TASK_ROOT = '/var/task';
const LOADER = '/opt/otel-xray/loader.mjs';

describe('redirectHandler', () => {
  it('points _HANDLER at the loader, and back', () => {
    const env: Record<string, string | undefined> = { _HANDLER: 'src/index.api.handler', LAMBDA_TASK_ROOT: TASK_ROOT };
    redirectHandler(env, LOADER);
    expect(env['_HANDLER']).toBe('/opt/otel-xray/loader.handler');
    expect(restoreHandler(env)).toBe('src/index.api.handler');
    expect(env['_HANDLER']).toBe('src/index.api.handler');
  });

  it('leaves alone what a function that was loaded by us starts, and takes over one of another name', () => {
    const env: Record<string, string | undefined> = { _HANDLER: 'index.handler', LAMBDA_TASK_ROOT: TASK_ROOT };
    redirectHandler(env, LOADER);
    restoreHandler(env);
    const inherited = { ...env };
    redirectHandler(inherited, LOADER);
    expect(inherited).toEqual(env);
    const other: Record<string, string | undefined> = { ...env, _HANDLER: 'other.handler' };
    redirectHandler(other, LOADER);
    expect(restoreHandler(other)).toBe('other.handler');
  });

  it('keeps the original when it runs again, as in a worker thread that inherits both variables', () => {
    const env: Record<string, string | undefined> = { _HANDLER: 'index.handler', LAMBDA_TASK_ROOT: TASK_ROOT };
    redirectHandler(env, LOADER);
    redirectHandler(env, LOADER);
    expect(restoreHandler(env)).toBe('index.handler');
  });

  it.each([
    { env: { LAMBDA_TASK_ROOT: TASK_ROOT }, loader: LOADER, why: 'there is no handler' },
    { env: { _HANDLER: 'index.handler' }, loader: LOADER, why: 'it is no function' },
    { env: { _HANDLER: 'index', LAMBDA_TASK_ROOT: TASK_ROOT }, loader: LOADER, why: 'the name has no export' },
    { env: { _HANDLER: '../index.handler', LAMBDA_TASK_ROOT: TASK_ROOT }, loader: LOADER, why: 'the name has ..' },
  ])('changes nothing when $why', ({ env, loader }) => {
    const copy: Record<string, string | undefined> = { ...env };
    redirectHandler(copy, loader);
    expect(copy).toEqual(env);
  });
});
