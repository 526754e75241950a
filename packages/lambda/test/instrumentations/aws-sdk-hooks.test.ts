import { describe, expect, it, vi } from 'vitest';
import { guardHooks } from '../../src/instrumentations/aws-sdk-hooks.ts';

const request = { serviceName: 'BedrockRuntime', commandName: 'InvokeModelWithResponseStream' };
const quiet = { requestPreSpanHook: () => ({ isIncoming: false }), requestPostSpanHook: () => undefined };

describe('guardHooks', () => {
  it('gives the answer as it came where it should have been followed and cannot be, and ends the span', async () => {
    const end = vi.fn<() => void>();
    const data = { body: 'a stream' };
    const hooks = guardHooks({ ...quiet, responseHook: () => Promise.reject(new Error('frozen')) });
    await expect(hooks.responseHook({ data, request }, { end } as never)).resolves.toBe(data);
    expect(end).toHaveBeenCalledOnce();
  });

  it('gives what stands for an answer that is followed', async () => {
    const hooks = guardHooks({ ...quiet, responseHook: async () => 'followed' });
    await expect(hooks.responseHook({ data: {}, request }, {} as never)).resolves.toBe('followed');
  });

  it('leaves a call alone that the first hook has failed for', () => {
    const later = vi.fn<() => void>();
    const fail = (): never => {
      throw new Error('not today');
    };
    const hooks = guardHooks({ requestPreSpanHook: fail, requestPostSpanHook: later, responseHook: later });
    expect(hooks.requestPreSpanHook(request)).toEqual({ isIncoming: false });
    hooks.requestPostSpanHook(request);
    expect(hooks.responseHook({ data: {}, request }, {} as never)).toBeUndefined();
    expect(later).not.toHaveBeenCalled();
  });
});
