import { diag, DiagLogLevel, trace } from '@opentelemetry/api';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveConfig } from '../src/config/config.ts';
import { wrapHandler } from '../src/index.ts';
import { setCurrentTracing } from '../src/tracing.ts';
import type { WrapHandlerOptions } from '../src/wrap-options.ts';
import { recordTracing } from './tracing.ts';

const LISTED = { OTEL_XRAY_INDEXED_ATTRIBUTES: 'tenant' };

describe('options that count for the whole process', () => {
  let told: string[];
  beforeEach(() => {
    told = [];
    const silent = (): void => undefined;
    const warn = (_namespace: string, message: unknown): void => void told.push(String(message));
    const logger = { error: silent, warn, info: silent, debug: silent, verbose: silent };
    diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  });
  afterEach(() => {
    diag.disable();
    trace.disable();
    for (const name of ['told', 'tracing', 'set-up']) {
      Reflect.deleteProperty(globalThis, Symbol.for(`otel-xray/lambda ${name}`));
    }
  });

  /** What is told of two handlers with these options, once the process is set up. */
  async function tell(options: WrapHandlerOptions): Promise<readonly string[]> {
    const handlers = [async () => 'one', async () => 'two'].map((handler) => wrapHandler(handler, options));
    await Promise.all(handlers.map((handler) => handler()));
    return told;
  }

  it.each([
    { options: {}, why: 'none is given, though the process has others', messages: 1 },
    { options: { indexedAttributes: ['tenant'] }, why: 'they are the ones in force', messages: 0 },
    { options: { indexedAttributes: ['tenant'], lambdaRoot: 'segment' as const }, why: 'one differs', messages: 1 },
    { options: { indexedAttributes: ['user'], lambdaRoot: 'segment' as const }, why: 'both differ', messages: 2 },
  ])('are told of once each where they differ from those in force ($why)', async ({ options, messages }) => {
    setCurrentTracing({ ...recordTracing(), config: resolveConfig(LISTED) });
    expect(await tell(options)).toHaveLength(messages);
  });

  it('say what is wanted, and what is in force', async () => {
    setCurrentTracing({ ...recordTracing(), config: resolveConfig(LISTED) });
    expect(await tell({ indexedAttributes: ['user'] })).toEqual([
      `wrapHandler: indexedAttributes is ["user"] for one handler, which is ignored: the process was set up with ["tenant"]`,
    ]);
  });

  it.each([
    { options: {}, messages: [] },
    {
      options: { lambdaRoot: 'subsegment' as const },
      messages: ['wrapHandler: lambdaRoot has no effect: the exporter was not set up by this package'],
    },
  ])("are told of where the provider is the app's own: $messages", async ({ options, messages }) => {
    const tracerProvider = new TracerProvider();
    expect(await tell({ ...options, tracerProvider })).toEqual(messages);
  });
});
