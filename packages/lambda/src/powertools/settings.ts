import type { Environment } from '../config/settings.ts';
import { isOn, textOf } from './switch.ts';

/** What Powertools' variables say. */
export interface PowertoolsSettings {
  /** Value of the annotation `Service`, and namespace of the metadata. */
  readonly serviceName: string;
  /** Whether what a handler or method returns becomes metadata. */
  readonly capturesResponse: boolean;
  /** Whether what is thrown is recorded, or only that something was. */
  readonly capturesError: boolean;
}

/**
 * Reads the variables as Powertools' Tracer does.
 *
 * @see Powertools for AWS Lambda (TypeScript) 2.36, Tracer, "Utility settings".
 */
export function readPowertoolsSettings(env: Environment): PowertoolsSettings {
  return {
    serviceName: textOf(env, 'POWERTOOLS_SERVICE_NAME') || 'service_undefined',
    capturesResponse: isOn(env, 'POWERTOOLS_TRACER_CAPTURE_RESPONSE'),
    capturesError: isOn(env, 'POWERTOOLS_TRACER_CAPTURE_ERROR'),
  };
}
