import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../src/config/config.ts';
import { isRehearsalWanted } from '../../src/config/rehearsal.ts';

const TYPE = 'AWS_LAMBDA_INITIALIZATION_TYPE';
const MEMORY = 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE';
const SETTING = 'OTEL_XRAY_REHEARSAL';

describe('isRehearsalWanted', () => {
  it.each([
    { env: {}, wanted: false, why: 'nobody knows the memory' },
    { env: { [MEMORY]: '128' }, wanted: true, why: 'the invocation has a fourteenth of a processor' },
    { env: { [MEMORY]: '1023' }, wanted: true, why: 'the last that gains' },
    { env: { [MEMORY]: '1024' }, wanted: false, why: 'as long either way' },
    { env: { [MEMORY]: '10240' }, wanted: false, why: 'the invocation is as fast as the init phase' },
    { env: { [MEMORY]: '0' }, wanted: false, why: 'no memory that a function can have' },
    { env: { [MEMORY]: '' }, wanted: false, why: 'empty is unset' },
    { env: { [MEMORY]: 'small' }, wanted: false, why: 'no number' },
    { env: { [TYPE]: 'on-demand', [MEMORY]: '512' }, wanted: true, why: 'a request waits, but gains' },
    { env: { [TYPE]: 'on-demand', [MEMORY]: '2048' }, wanted: false, why: 'a request waits' },
    { env: { [TYPE]: 'provisioned-concurrency', [MEMORY]: '2048' }, wanted: true, why: 'nobody waits' },
    { env: { [TYPE]: 'snap-start' }, wanted: true, why: 'nobody waits' },
    {
      env: { [TYPE]: 'lambda-managed-instances', AWS_LAMBDA_MAX_CONCURRENCY: '10', [MEMORY]: '4096' },
      wanted: true,
      why: 'nobody waits, in any of its threads',
    },
  ])('auto: $wanted with $env ($why)', ({ env, wanted }) => {
    expect(isRehearsalWanted(resolveConfig(env), env)).toBe(wanted);
    const said = { ...env, [SETTING]: 'auto' };
    expect(isRehearsalWanted(resolveConfig(said), said)).toBe(wanted);
  });

  it.each([
    { env: { [SETTING]: 'on' }, wanted: true, why: 'whatever the memory' },
    { env: { [SETTING]: 'on', [MEMORY]: '10240' }, wanted: true, why: 'although it takes longer' },
    { env: { [SETTING]: 'off', [MEMORY]: '128' }, wanted: false, why: 'although it gains' },
    { env: { [SETTING]: 'off', [TYPE]: 'provisioned-concurrency' }, wanted: false, why: 'although nobody waits' },
    { env: { [SETTING]: 'on', OTEL_TRACES_EXPORTER: 'console' }, wanted: true, why: 'documents too' },
    { env: { [SETTING]: 'on', OTEL_TRACES_EXPORTER: 'otlp,xray' }, wanted: true, why: 'documents among others' },
    { env: { [SETTING]: 'on', OTEL_TRACES_EXPORTER: 'otlp' }, wanted: false, why: 'no documents' },
    { env: { [SETTING]: 'on', OTEL_TRACES_EXPORTER: 'none' }, wanted: false, why: 'nothing is sent' },
    { env: { [SETTING]: 'on', OTEL_TRACES_SAMPLER: 'always_off' }, wanted: false, why: 'nothing is recorded' },
    {
      env: { [SETTING]: 'on', OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' },
      wanted: false,
      why: 'nothing is recorded either',
    },
    {
      env: { [SETTING]: 'on', OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' },
      wanted: true,
      why: 'what others have sampled is recorded',
    },
  ])('$wanted with $env ($why)', ({ env, wanted }) => {
    expect(isRehearsalWanted(resolveConfig(env), env)).toBe(wanted);
  });
});
