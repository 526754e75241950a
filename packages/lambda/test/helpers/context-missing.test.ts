import { context, createContextKey, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { captureMethod, ContextMissingError, putAnnotation, putMetadata, traceAwsClient } from '../../src/index.ts';
import { callerContext, type Recording, startRecording, stopRecording } from './recording.ts';

const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** A client of the AWS SDK, as far as its stack of middleware goes; answers with `{}`. */
function aClient(): { readonly middlewareStack: { add(middleware: unknown): void }; send(): Promise<unknown> } {
  type Step = (next: unknown, command: unknown) => (args: unknown) => Promise<unknown>;
  let handler: (args: unknown) => Promise<unknown> = async () => ({ output: {} });
  return {
    middlewareStack: {
      add: (middleware) => void (handler = (middleware as Step)(handler, { commandName: 'PublishCommand' })),
    },
    send: () => handler({ input: {} }),
  };
}

const calls: readonly { readonly helper: string; readonly call: () => unknown }[] = [
  { helper: 'putAnnotation', call: () => putAnnotation('tenant', 'acme') },
  { helper: 'putMetadata', call: () => putMetadata('cart', {}) },
  { helper: 'captureMethod(charge)', call: () => captureMethod('charge', () => 'charged')() },
  { helper: 'traceAwsClient', call: () => traceAwsClient(aClient()).send() },
];

describe.each(calls)('$helper outside of a trace', ({ helper, call }) => {
  let recording: Recording;
  beforeEach(() => (recording = startRecording()));
  afterEach(() => {
    stopRecording();
    vi.unstubAllEnvs();
  });

  it.each([undefined, '', 'LOG_ERROR', ' log_error '])('says so once, with the place, for %j', async (value) => {
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', value);
    await call();
    await call();
    expect(recording.told).toHaveLength(1);
    expect(recording.told[0]).toContain(`error: otel-xray/lambda ${helper} was called outside of a trace`);
    expect(recording.told[0]).toContain('context-missing.test.ts');
    expect(recording.spans()).toEqual([]);
  });

  it.each(['RUNTIME_ERROR', 'runtime_error'])('throws for %s', async (value) => {
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', value);
    await expect(async () => call()).rejects.toThrow(ContextMissingError);
    expect(recording.told).toEqual([]);
  });

  it.each(['IGNORE_ERROR', 'Ignore_Error'])('is silent for %s', async (value) => {
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', value);
    await call();
    expect(recording.told).toEqual([]);
  });

  it('warns once of a word that it does not know, and logs', async () => {
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', 'EXPLODE');
    await call();
    await call();
    expect(recording.told).toEqual([
      expect.stringContaining('AWS_XRAY_CONTEXT_MISSING is EXPLODE, expected LOG_ERROR, RUNTIME_ERROR, IGNORE_ERROR'),
      expect.stringContaining('outside of a trace'),
    ]);
  });

  it.each([
    { why: 'OpenTelemetry is switched off', variables: { OTEL_SDK_DISABLED: 'True' } },
    {
      why: 'Powertools is switched off',
      variables: {
        OTEL_XRAY_PRESET: 'powertools',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        POWERTOOLS_TRACE_ENABLED: 'false',
      },
    },
    { why: 'Powertools runs outside of Lambda', variables: { OTEL_XRAY_PRESET: 'powertools', AWS_EXECUTION_ENV: '' } },
  ])('neither throws nor says anything where $why', async ({ variables }) => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', 'RUNTIME_ERROR');
    await call();
    expect(recording.told).toEqual([]);
  });

  it('neither throws nor says anything where tracing is suppressed', async () => {
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', 'RUNTIME_ERROR');
    await context.with(ROOT_CONTEXT.setValue(SUPPRESSED, true), async () => call());
    expect(recording.told).toEqual([]);
  });

  it('neither throws nor says anything in a trace that is not sampled', async () => {
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', 'RUNTIME_ERROR');
    await context.with(callerContext(TraceFlags.NONE), async () => call());
    expect(recording.told).toEqual([]);
    expect(recording.spans()).toEqual([]);
  });
});

describe('a helper that writes on the active span', () => {
  let recording: Recording;
  beforeEach(() => (recording = startRecording()));
  afterEach(() => {
    stopRecording();
    vi.unstubAllEnvs();
  });

  it.each(calls.slice(0, 2))('$helper says that the span of a caller is not its own', ({ call }) => {
    context.with(callerContext(TraceFlags.SAMPLED), call);
    expect(recording.told).toEqual([expect.stringContaining('has ended, or is that of a caller')]);
  });

  it.each(calls.slice(0, 2))('$helper says that the span has ended', ({ call }) => {
    const span = trace.getTracer('test').startSpan('root');
    span.end();
    context.with(trace.setSpan(ROOT_CONTEXT, span), call);
    expect(recording.told).toEqual([expect.stringContaining('has ended, or is that of a caller')]);
  });

  it('is silent where Powertools finds no policy, as that sets it', () => {
    vi.stubEnv('OTEL_XRAY_PRESET', 'powertools');
    vi.stubEnv('AWS_EXECUTION_ENV', 'AWS_Lambda_nodejs24.x');
    vi.stubEnv('AWS_XRAY_CONTEXT_MISSING', '');
    putAnnotation('tenant', 'acme');
    expect(recording.told).toEqual([]);
  });

  it('falls silent after 64 different words, and says so', () => {
    for (let index = 0; index < 100; index++) putAnnotation(`key${index}`, {} as string);
    expect(recording.told).toHaveLength(65);
    expect(recording.told.at(-1)).toContain('more to say than is told');
  });
});
