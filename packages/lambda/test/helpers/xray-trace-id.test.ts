import { context, TraceFlags } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { xrayTraceId } from '../../src/index.ts';
import { callerContext, startRecording, stopRecording, TRACE_ID } from './recording.ts';

const OWN = '1-6553f100-a1b2c3d4e5f60718293a4b5c';
const INVOCATION = '1-5759e988-bd862e3fe1be46a994272793';
const HEADER = `Root=${INVOCATION};Parent=53995c3f42cd8ad8;Sampled=1`;

/** An invoke store as Lambda's. */
function stubStore(getXRayTraceId: () => unknown): void {
  vi.stubGlobal('awslambda', { InvokeStore: { getXRayTraceId } });
}

describe('xrayTraceId', () => {
  beforeEach(() => void startRecording());
  afterEach(() => {
    stopRecording();
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  it.each([{ flags: TraceFlags.SAMPLED }, { flags: TraceFlags.NONE }])(
    'is that of the active span, flags $flags',
    ({ flags }) => {
      vi.stubEnv('_X_AMZN_TRACE_ID', HEADER);
      expect(TRACE_ID).toBe(OWN.slice(2).replace('-', ''));
      expect(context.with(callerContext(flags), xrayTraceId)).toBe(OWN);
    },
  );

  it('is that of the invoke store without a span, rather than that of the process', () => {
    vi.stubEnv('_X_AMZN_TRACE_ID', `Root=${OWN}`);
    stubStore(() => HEADER);
    expect(xrayTraceId()).toBe(INVOCATION);
  });

  it.each([
    { store: 'an empty one', stub: () => stubStore(() => '') },
    {
      store: 'one that throws',
      stub: () =>
        stubStore(() => {
          throw new Error('no context');
        }),
    },
    { store: 'an older one', stub: () => vi.stubGlobal('awslambda', { InvokeStore: {} }) },
    { store: 'none', stub: () => undefined },
  ])('is that of the process with $store', ({ stub }) => {
    vi.stubEnv('_X_AMZN_TRACE_ID', HEADER);
    stub();
    expect(xrayTraceId()).toBe(INVOCATION);
  });

  it.each([undefined, '', 'Root=1-x', 'Parent=53995c3f42cd8ad8'])('is undefined for %j', (header) => {
    vi.stubEnv('_X_AMZN_TRACE_ID', header);
    expect(xrayTraceId()).toBeUndefined();
  });
});
