import type { Environment } from '../config/settings.ts';

/** Whether the environment asks for Powertools' look: `OTEL_XRAY_PRESET=powertools`, in any case. */
export function isPowertoolsPreset(env: Environment): boolean {
  return textOf(env, 'OTEL_XRAY_PRESET').toLowerCase() === 'powertools';
}

/**
 * Whether Powertools' Tracer would trace anything: unless `POWERTOOLS_TRACE_ENABLED` is `false`, in Lambda, but not in its
 * emulators (SAM, Amplify).
 */
export function isPowertoolsTracing(env: Environment): boolean {
  const platform = textOf(env, 'AWS_EXECUTION_ENV');
  const isInLambda = platform !== '' && platform !== 'AWS_Lambda_amplify-mock' && textOf(env, 'AWS_SAM_LOCAL') === '';
  return isInLambda && isOn(env, 'POWERTOOLS_TRACE_ENABLED');
}

/** Whether it would trace outgoing requests by `http`, `https` and `fetch`, too. */
export function isPowertoolsTracingHttp(env: Environment): boolean {
  return isOn(env, 'POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS');
}

/** Only the word `false`, in any case, switches something off; `0` and `no` do not. */
export function isOn(env: Environment, name: string): boolean {
  return textOf(env, name).toLowerCase() !== 'false';
}

/** The text of a variable without the white space around it; `''` where there is none. */
export function textOf(env: Environment, name: string): string {
  return env[name]?.trim() ?? '';
}
