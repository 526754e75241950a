import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk';
import { attempt } from '../helpers/attempt.ts';
import { guardSend, guardSteps } from './aws-sdk-calls.ts';
import type { Patch, ResolveSteps, SendCommand } from './aws-sdk-calls.ts';
import { guardHooks } from './aws-sdk-hooks.ts';
import type { ServiceHooks } from './aws-sdk-hooks.ts';
import type { InstrumentOptions } from './instrument.ts';

/**
 * Traces the commands of AWS SDK v3, by a hook on `require` that waits for the SDK's own modules. The SDK's packages are CommonJS,
 * whoever imports them: an ES module that does is traced too. What a bundler has put into the function's own file is not.
 */
export function instrument({ tracerProvider }: InstrumentOptions): void {
  const instrumentation = new AwsInstrumentation();
  guard(instrumentation as unknown as Insides);
  instrumentation.setTracerProvider(tracerProvider);
}

/**
 * What of the official instrumentation stands between the app and its calls. Its own business, which it may change: the version is
 * the one that is bundled with this package, and the tests of what goes wrong in it fail where one of these is no longer asked.
 */
interface Insides {
  servicesExtensions: ServiceHooks;
  _onRequire(definition: unknown, exports: unknown, ...rest: unknown[]): unknown;
  _getV3SmithyClientSendPatch: Patch<SendCommand>;
  _getV3MiddlewareStackResolvePatch: Patch<ResolveSteps>;
}

/** Sees to it that what goes wrong in the instrumentation stays there. */
function guard(insides: Insides): void {
  const { servicesExtensions: hooks } = insides;
  insides.servicesExtensions = Object.assign(Object.create(hooks) as ServiceHooks, guardHooks(hooks));
  replace(insides, '_getV3SmithyClientSendPatch', guardSend);
  replace(insides, '_getV3MiddlewareStackResolvePatch', guardSteps);
  replace(insides, '_onRequire', (patchModule) => (definition, exports, ...rest) => {
    return attempt(UNPATCHED, () => patchModule(definition, exports, ...rest)) ?? exports;
  });
}

const UNPATCHED = 'a module of the AWS SDK could not be patched, which may leave its calls untraced';

function replace<Name extends Exclude<keyof Insides, 'servicesExtensions'>>(
  insides: Insides,
  name: Name,
  toGuarded: (official: Insides[Name]) => Insides[Name],
): void {
  const official = insides[name] as (...args: unknown[]) => unknown;
  insides[name] = toGuarded(official.bind(insides) as Insides[Name]);
}
