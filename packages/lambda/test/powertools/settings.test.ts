import { describe, expect, it } from 'vitest';
import { readPowertoolsSettings } from '../../src/powertools/settings.ts';

const IN_LAMBDA = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };

describe('readPowertoolsSettings', () => {
  it('says in Lambda, with no variable set, what Powertools does by itself', () => {
    expect(readPowertoolsSettings(IN_LAMBDA)).toEqual({
      serviceName: 'service_undefined',
      capturesResponse: true,
      capturesError: true,
    });
  });

  it.each([
    { variable: 'POWERTOOLS_TRACER_CAPTURE_RESPONSE', setting: 'capturesResponse' },
    { variable: 'POWERTOOLS_TRACER_CAPTURE_ERROR', setting: 'capturesError' },
  ] as const)('takes $variable off by the word false alone', ({ variable, setting }) => {
    const read = (value: string): boolean => readPowertoolsSettings({ ...IN_LAMBDA, [variable]: value })[setting];
    expect(['false', 'FALSE', ' False '].map(read)).toEqual([false, false, false]);
    expect(['true', '', '0', 'no', 'off', 'f'].map(read)).toEqual(Array(6).fill(true));
  });

  it.each([
    { name: ' orders ', serviceName: 'orders' },
    { name: '  ', serviceName: 'service_undefined' },
    { name: '', serviceName: 'service_undefined' },
  ])('calls the service $serviceName for "$name"', ({ name, serviceName }) => {
    expect(readPowertoolsSettings({ POWERTOOLS_SERVICE_NAME: name }).serviceName).toBe(serviceName);
  });
});
