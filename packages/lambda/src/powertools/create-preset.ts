import type { LambdaConfig } from '../config/config.ts';
import type { Environment } from '../config/settings.ts';
import type { Preset } from '../invocation/preset.ts';

/** The preset that the config asks for; `undefined` for none. */
export function createPreset(_config: LambdaConfig, _env: Environment, _handlerName: string): Preset | undefined {
  return undefined;
}
