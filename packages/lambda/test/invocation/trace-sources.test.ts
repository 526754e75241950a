import { afterEach, describe, expect, it, vi } from 'vitest';
import { readLambdaHeader, readLambdaW3CHeaders } from '../../src/invocation/trace-sources.ts';

const env = { _X_AMZN_TRACE_ID: 'of the variable' };

/** Puts an invoke store where the runtime client puts it. */
function stub(store: Record<string, () => string | undefined>): void {
  vi.stubGlobal('awslambda', { InvokeStore: store });
}

describe('readLambdaHeader', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each([
    { context: 'of the context', store: 'of the store', header: 'of the context' },
    { context: undefined, store: 'of the store', header: 'of the store' },
    { context: '', store: 'of the store', header: 'of the store' },
    { context: undefined, store: undefined, header: 'of the variable' },
  ])('takes $header when the context has $context and the store $store', ({ context, store, header }) => {
    stub({ getXRayTraceId: () => store });
    expect(readLambdaHeader(context === undefined ? {} : { xRayTraceId: context }, env)).toBe(header);
  });

  it('does without context, store and variable', () => {
    expect(readLambdaHeader(undefined, {})).toBeUndefined();
    expect(readLambdaHeader(undefined, env)).toBe('of the variable');
  });

  it('passes over a context and a store that throw', () => {
    stub({
      getXRayTraceId: () => {
        throw new Error('outside of an invocation');
      },
    });
    const context = {
      get xRayTraceId(): string {
        throw new Error('no');
      },
    };
    expect(readLambdaHeader(context, env)).toBe('of the variable');
  });
});

describe('readLambdaW3CHeaders', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('has what the invoke store has of them', () => {
    stub({ getTraceparent: () => '00-a', getBaggage: () => 'b=1', getTracestate: () => undefined });
    expect(readLambdaW3CHeaders()).toEqual({ traceparent: '00-a', baggage: 'b=1' });
  });

  it('has none of a store that does not know them', () => {
    stub({});
    expect(readLambdaW3CHeaders()).toEqual({});
  });
});
