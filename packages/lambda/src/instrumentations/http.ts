import { syncBuiltinESMExports } from 'node:module';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { guardCalls, guardListener } from './guard-calls.ts';
import type { Call } from './guard-calls.ts';
import { keepHeaderLists } from './header-list.ts';
import type { InstrumentOptions } from './instrument.ts';
import { toReadableArguments } from './request-arguments.ts';
import { withoutRequireHook } from './require-hook.ts';

/**
 * Traces what goes out through `node:http` and `node:https`. The modules are patched where they are, so that no hook is needed:
 * `import { get } from 'node:http'` sees it as well, also where it was evaluated before.
 *
 * Requests that come in are left alone: a function's are events, and its invocation's span stands for them.
 */
export function instrument({ tracerProvider, isRuntimeApi }: InstrumentOptions): void {
  const instrumentation = withoutRequireHook(
    () =>
      new HttpInstrumentation({
        enabled: false,
        disableIncomingRequestInstrumentation: true,
        ignoreOutgoingRequestHook: ({ hostname, host, port }) => isRuntimeApi(hostname ?? host ?? '', port),
      }),
  );
  guard(instrumentation as unknown as Insides);
  instrumentation.setTracerProvider(tracerProvider);
  for (const { name, patch } of instrumentation.getModuleDefinitions()) patch?.(process.getBuiltinModule(name));
  syncBuiltinESMExports();
}

const OUTGOING = '_outgoingRequestFunction';
const HTTPS = '_getPatchHttpsOutgoingRequestFunction';
const ON_ERROR = '_onOutgoingRequestError';

/** What of the official instrumentation stands between the app and its requests: as bundled, which its tests hold on to. */
interface Insides {
  [OUTGOING](component: string, original: Call): Call;
  [HTTPS](component: string): (original: Call) => Call;
  [ON_ERROR](...args: unknown[]): void;
}

const FAILED = 'the instrumentation of http has failed: a request is not traced, or not in full';

/** Sees to it that what goes wrong in the instrumentation stays there. */
function guard(insides: Insides): void {
  const toOutgoing = insides[OUTGOING].bind(insides);
  insides[OUTGOING] = (component, original) =>
    guardCalls(FAILED, original, (call) => {
      const request = keepHeaderLists(call, (send) => toOutgoing(component, send));
      return function requestReadably(...args) {
        return Reflect.apply(request, this, toReadableArguments(args));
      };
    });
  const toHttps = insides[HTTPS].bind(insides);
  insides[HTTPS] = (component) => (original) =>
    guardCalls(FAILED, original, (call) => {
      const request = toHttps(component)(call);
      return (options, ...args) => request(toPlainUrl(options), ...args);
    });
  insides[ON_ERROR] = guardListener(FAILED, insides[ON_ERROR].bind(insides));
}

/**
 * A URL of a class of the app's own as one of Node's. For https the instrumentation knows a URL by the name of its class, and of any
 * other object takes the own members, of which a URL has none; Node goes by what is there to be read.
 */
function toPlainUrl(options: unknown): unknown {
  return options instanceof URL && options.constructor !== URL ? new URL(options) : options;
}
