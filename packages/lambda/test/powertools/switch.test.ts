import { describe, expect, it } from 'vitest';
import { isPowertoolsPreset, isPowertoolsTracing } from '../../src/powertools/switch.ts';

const IN_LAMBDA = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };

describe('isPowertoolsTracing', () => {
  it('is so in Lambda', () => {
    expect(isPowertoolsTracing(IN_LAMBDA)).toBe(true);
  });

  it('is switched off by the word false alone', () => {
    const read = (value: string): boolean => isPowertoolsTracing({ ...IN_LAMBDA, POWERTOOLS_TRACE_ENABLED: value });
    expect(['false', 'FALSE', ' False '].map(read)).toEqual([false, false, false]);
    expect(['true', '', '0', 'no', 'off', 'f'].map(read)).toEqual(Array(6).fill(true));
  });

  it.each([
    { where: 'outside of Lambda', env: {} },
    { where: 'in SAM', env: { ...IN_LAMBDA, AWS_SAM_LOCAL: 'true' } },
    { where: 'in SAM, whatever the value', env: { ...IN_LAMBDA, AWS_SAM_LOCAL: 'false' } },
    { where: 'in Amplify', env: { AWS_EXECUTION_ENV: 'AWS_Lambda_amplify-mock' } },
  ])('is not so $where', ({ env }) => {
    expect(isPowertoolsTracing(env)).toBe(false);
  });
});

it.each([
  { value: 'powertools', answer: true },
  { value: ' Powertools ', answer: true },
  { value: 'none', answer: false },
  { value: undefined, answer: false },
])('isPowertoolsPreset is $answer for $value', ({ value, answer }) => {
  expect(isPowertoolsPreset({ OTEL_XRAY_PRESET: value })).toBe(answer);
});
