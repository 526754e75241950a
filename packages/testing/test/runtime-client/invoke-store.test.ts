import { describe, expect, it } from 'vitest';
import { createInvokeStore, toInvokeContext } from '../../src/runtime-client/invoke-store.ts';

const context = toInvokeContext({ requestId: 'request-1', traceHeader: undefined, tenantId: undefined });

describe('createInvokeStore', () => {
  it('knows nothing outside of an invocation', () => {
    for (const atOnce of [false, true]) {
      const store = createInvokeStore({ atOnce });
      expect([store.hasContext(), store.getContext(), store.get('x')]).toEqual([false, undefined, undefined]);
      expect([store.getRequestId(), store.getXRayTraceId(), store.getTenantId()]).toEqual(['-', undefined, undefined]);
    }
  });

  it('remembers the last invocation, also for what began outside, where they run one at a time', () => {
    const store = createInvokeStore({ atOnce: false });
    store.set('early', 1);
    expect(store.get('early')).toBe(1);
    expect(store.run(context, () => store.getRequestId())).toBe('request-1');
    expect(store.getRequestId()).toBe('request-1');
  });

  it('knows only the caller’s invocation, where they run at once', async () => {
    const store = createInvokeStore({ atOnce: true });
    const ids = await Promise.all(
      ['a', 'b', 'c'].map((requestId) =>
        store.run(toInvokeContext({ requestId, traceHeader: 'x', tenantId: undefined }), async () => {
          store.set('mine', requestId);
          await new Promise((resolve) => setImmediate(resolve));
          return [store.getRequestId(), store.get('mine')];
        }),
      ),
    );
    expect(ids).toEqual(['a', 'b', 'c'].map((id) => [id, id]));
    expect(store.hasContext()).toBe(false);
    expect(() => store.set('mine', 1)).toThrow('No context available');
  });
});
