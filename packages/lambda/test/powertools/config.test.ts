import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../src/config/config.ts';

const IN_LAMBDA = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };

describe('resolveConfig, with Powertools’ switches', () => {
  it.each([
    { env: { ...IN_LAMBDA, OTEL_XRAY_PRESET: 'powertools', POWERTOOLS_TRACE_ENABLED: 'FALSE' }, isDisabled: true },
    { env: { ...IN_LAMBDA, OTEL_XRAY_PRESET: 'Powertools' }, isDisabled: false },
    { env: { OTEL_XRAY_PRESET: 'powertools' }, isDisabled: true },
    { env: { ...IN_LAMBDA, POWERTOOLS_TRACE_ENABLED: 'false' }, isDisabled: false },
  ])('is disabled $isDisabled for $env', ({ env, isDisabled }) => {
    expect(resolveConfig(env).isDisabled).toBe(isDisabled);
  });

  it.each([
    { variables: {}, instrumentations: ['http', 'undici'] },
    { variables: { POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS: 'False' }, instrumentations: [] },
    { variables: { POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS: '0' }, instrumentations: ['http', 'undici'] },
    { variables: { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'none' }, instrumentations: [] },
    { variables: { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'aws-sdk' }, instrumentations: ['aws-sdk'] },
    { variables: { OTEL_XRAY_PRESET: 'none' }, instrumentations: [] },
  ])('enables $instrumentations for $variables', ({ variables, instrumentations }) => {
    const env = { ...IN_LAMBDA, OTEL_XRAY_PRESET: 'powertools', ...variables };
    expect(resolveConfig(env).instrumentations).toEqual(instrumentations);
  });
});
