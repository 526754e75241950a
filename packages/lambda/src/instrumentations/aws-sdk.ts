import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk';
import type { InstrumentOptions } from './instrument.ts';

/**
 * Traces the commands of AWS SDK v3, by a hook on `require` that waits for the SDK's own modules. The SDK's packages are CommonJS,
 * whoever imports them: an ES module that does is traced too. What a bundler has put into the function's own file is not.
 */
export function instrument({ tracerProvider }: InstrumentOptions): void {
  new AwsInstrumentation().setTracerProvider(tracerProvider);
}
