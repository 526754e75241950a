import { describe, expect, it, vi } from 'vitest';
import { resolveConfig } from '../src/config/config.ts';
import { wrapHandler } from '../src/index.ts';
import { withOptions } from '../src/wrap-options.ts';

describe('the options of wrapHandler', () => {
  it.each([
    { options: null, message: 'options: expected an object, found null' },
    { options: 'text', message: "options: expected an object, found 'text'" },
    { options: { tracerProvider: {} }, message: 'tracerProvider: expected an object with getTracer, found {}' },
    { options: { traceHeader: 'Root=1' }, message: "traceHeader: expected a function, found 'Root=1'" },
    { options: { parentPolicy: 'caller' }, message: "parentPolicy: expected 'lambda' or 'event', found 'caller'" },
    { options: { lambdaRoot: '' }, message: "lambdaRoot: expected 'subsegment' or 'segment', found ''" },
    { options: { indexedAttributes: '*' }, message: "indexedAttributes: expected a list of texts, found '*'" },
    { options: { indexedAttributes: ['a', 1] }, message: 'indexedAttributes: expected a list of texts, found ["a",1]' },
    ...[NaN, -5, Infinity, 0, 2 ** 31].map((value) => ({
      options: { flushTimeoutMillis: value },
      message: `flushTimeoutMillis: expected milliseconds from 1 to 999999999, found ${value}`,
    })),
    {
      options: { flushTimeoutMillis: 'x' },
      message: "flushTimeoutMillis: expected milliseconds from 1 to 999999999, found 'x'",
    },
    {
      options: { deadlineMarginMillis: -1 },
      message: 'deadlineMarginMillis: expected milliseconds from 0 to 999999999, found -1',
    },
  ])('are refused where one is wrong: $message', ({ options, message }) => {
    expect(() => wrapHandler(async () => 'answer', options as never)).toThrow(new TypeError(message));
  });

  it('are checked also when OpenTelemetry is turned off', () => {
    vi.stubEnv('OTEL_SDK_DISABLED', 'true');
    expect(() => wrapHandler(async () => 'answer', { lambdaRoot: 'x' as never })).toThrow(TypeError);
    vi.unstubAllEnvs();
  });

  it('win over the variables, one by one', () => {
    const config = resolveConfig({ OTEL_XRAY_FLUSH_TIMEOUT: '7', OTEL_XRAY_LAMBDA_ROOT: 'segment' });
    const own = { deadlineMarginMillis: 0, indexedAttributes: [], flushTimeoutMillis: undefined, isDisabled: true };
    expect(withOptions(config, own)).toEqual({ ...config, deadlineMarginMillis: 0 });
    expect(withOptions(config, { parentPolicy: 'event', lambdaRoot: 'subsegment', indexedAttributes: ['a'] })).toEqual({
      ...config,
      parentPolicy: 'event',
      lambdaRoot: 'subsegment',
      indexedAttributes: ['a'],
    });
  });
});
