import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { guardListener } from './guard-calls.ts';
import type { InstrumentOptions } from './instrument.ts';
import { keepOwnHeaders } from './own-headers.ts';
import { withoutRequireHook } from './require-hook.ts';

/** Traces `fetch`, and undici where the function has it: both tell of themselves on diagnostics channels. */
export function instrument({ tracerProvider, isRuntimeApi }: InstrumentOptions): void {
  const config = {
    ignoreRequestHook: ({ origin }: { readonly origin: string }) => {
      const url = URL.parse(origin);
      return url !== null && isRuntimeApi(url.hostname, url.port);
    },
  };
  const instrumentation = withoutRequireHook(() => new UndiciInstrumentation({ ...config, enabled: false }));
  guard(instrumentation as unknown as Insides);
  instrumentation.setConfig({ ...config, enabled: true });
  instrumentation.setTracerProvider(tracerProvider);
  // Not before it is guarded: it hands out its listeners as they are then.
  instrumentation.enable();
}

const LISTENERS = ['onRequestCreated', 'onRequestHeaders', 'onResponseHeaders', 'onDone', 'onError'] as const;

/** What of the official instrumentation hears of the app's requests: as bundled, which its tests hold on to. */
type Insides = Record<(typeof LISTENERS)[number], (message: unknown) => void>;

const FAILED = 'the instrumentation of undici has failed: a request is not traced, or not in full';

/** Sees to it that what goes wrong in the instrumentation stays there: what a listener of a channel throws ends the process. */
function guard(insides: Insides): void {
  insides.onRequestCreated = keepOwnHeaders(insides.onRequestCreated.bind(insides));
  for (const name of LISTENERS) insides[name] = guardListener(FAILED, insides[name].bind(insides));
}
