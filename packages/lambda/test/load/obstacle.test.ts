import { describe, expect, it } from 'vitest';
import { findObstacle } from '../../src/load/obstacle.ts';

const LOADER = '/opt/otel-xray/loader.mjs';
const FUNCTION = { LAMBDA_TASK_ROOT: '/var/task', _HANDLER: 'index.handler' };
const IN_TIME = { nodeVersion: '24.1.0', loaderFile: LOADER, env: FUNCTION, awslambda: undefined };
/** What the runtime client makes when it loads the function's module. */
const AWSLAMBDA = { streamifyResponse: () => undefined };

describe('findObstacle', () => {
  it.each([
    { start: IN_TIME, why: 'a preload' },
    { start: { ...IN_TIME, nodeVersion: '22.15.0' }, why: 'the lowest version' },
    { start: { ...IN_TIME, nodeVersion: '23.0.0' }, why: 'a later one with a lower second number' },
    { start: { ...IN_TIME, awslambda: { InvokeStore: {} } }, why: 'a store that another preload has made' },
    { start: { ...IN_TIME, awslambda: null }, why: 'a global that is nothing' },
    { start: { ...IN_TIME, env: {}, awslambda: AWSLAMBDA }, why: 'no function, as in a test of one' },
    {
      start: { ...IN_TIME, env: { ...FUNCTION, _HANDLER: '/opt/otel-xray/loader.handler' }, awslambda: AWSLAMBDA },
      why: 'our own loader, in a thread without the preload',
    },
  ])('finds none: $why', ({ start }) => {
    expect(findObstacle(start)).toBeUndefined();
  });

  it.each([
    { nodeVersion: '20.20.2', obstacle: 'it needs Node.js 22.15 and this is 20.20.2' },
    { nodeVersion: '22.14.0', obstacle: 'it needs Node.js 22.15 and this is 22.14.0' },
    { awslambda: AWSLAMBDA, obstacle: 'came too late' },
    { loaderFile: undefined, awslambda: AWSLAMBDA, obstacle: 'came too late' },
    { loaderFile: undefined, obstacle: 'or bundled' },
    {
      loaderFile: '/var/task/node_modules/.pnpm/@otel-xray+lambda@file+..+lambda.tgz/loader.mjs',
      obstacle: "'..' in its path",
    },
  ])('says what is in the way: $obstacle', ({ obstacle, ...start }) => {
    expect(findObstacle({ ...IN_TIME, ...start })).toContain(obstacle);
  });
});
