import { log } from '../boot/logger.ts';
import type { LambdaConfig } from '../config/config.ts';
import type { Environment } from '../config/settings.ts';
import { enableInstrumentations } from './enable.ts';
import type { InstrumentLoaders } from './instrument.ts';

const loaders: InstrumentLoaders = {
  http: async () => (await import('./http.ts')).instrument,
  undici: async () => (await import('./undici.ts')).instrument,
};

/**
 * Switches on what is asked for, where the function's modules are loaded already. The AWS SDK's can be patched only while they are
 * loaded; that instrumentation is told of and left out, so that a bundler does not put it into the function either.
 */
export async function instrument({ instrumentations }: LambdaConfig, env: Environment): Promise<void> {
  if (instrumentations.includes('aws-sdk')) {
    log().warn(
      "OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'aws-sdk' is left out, as wrapHandler runs after the SDK was loaded; " +
        'preload @otel-xray/lambda/register, or use traceAwsClient',
    );
  }
  await enableInstrumentations({ names: instrumentations, loaders, env });
}
