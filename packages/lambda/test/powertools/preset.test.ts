import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { captureMethod } from '../../src/index.ts';
import { createPowertoolsPreset } from '../../src/powertools/preset.ts';
import { type Recording, startRecording, stopRecording } from '../helpers/recording.ts';

const ENV = {
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  POWERTOOLS_SERVICE_NAME: 'orders',
};
const NAMESPACE = 'aws.xray.metadata.orders';

function presetOf(variables: Record<string, string> = {}): ReturnType<typeof createPowertoolsPreset> {
  return createPowertoolsPreset({ env: { ...ENV, ...variables }, handlerName: 'index.handler' });
}

describe('the Powertools preset', () => {
  let recording: Recording;
  beforeEach(() => (recording = startRecording()));
  afterEach(() => {
    stopRecording();
    vi.unstubAllEnvs();
  });

  it('calls the invocation after the handler, by a kind that keeps the name', () => {
    expect(presetOf()).toMatchObject({
      spanName: '## index.handler',
      spanKind: SpanKind.INTERNAL,
      recordsExceptions: true,
    });
    expect(presetOf({ POWERTOOLS_TRACER_CAPTURE_ERROR: 'false' }).recordsExceptions).toBe(false);
  });

  it.each([
    { type: 'on-demand', isColdStart: true, annotated: true },
    { type: 'on-demand', isColdStart: false, annotated: false },
    { type: 'provisioned-concurrency', isColdStart: true, annotated: false },
    { type: '', isColdStart: true, annotated: false },
  ])('annotates ColdStart $annotated when it is $isColdStart, $type', async ({ type, isColdStart, annotated }) => {
    const preset = presetOf({ AWS_LAMBDA_INITIALIZATION_TYPE: type });
    const { attributes } = await recording.inTrace((span) => preset.onStart(span, { isColdStart }));
    expect(attributes).toEqual({
      ColdStart: annotated,
      Service: 'orders',
      'aws.xray.annotations': ['ColdStart', 'Service'],
    });
  });

  it.each([
    { response: { statusCode: 200 }, json: '{"index.handler response":{"statusCode":200}}' },
    { response: null, json: '{"index.handler response":null}' },
    { response: '', json: '{"index.handler response":""}' },
    { response: undefined, json: undefined },
  ])('keeps the answer $response as metadata', async ({ response, json }) => {
    const { attributes } = await recording.inTrace((span) => presetOf().onResponse(span, response));
    expect(attributes[NAMESPACE]).toBe(json);
  });

  it('keeps no answer where that is switched off', async () => {
    const preset = presetOf({ POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'False' });
    const { attributes } = await recording.inTrace((span) => preset.onResponse(span, { statusCode: 200 }));
    expect(attributes).toEqual({});
  });

  describe('captureMethod', () => {
    beforeEach(() => {
      for (const [name, value] of Object.entries({ ...ENV, OTEL_XRAY_PRESET: 'powertools' })) vi.stubEnv(name, value);
    });

    it.each([
      { name: 'charge', span: '### charge' },
      { name: '#secret', span: '### #secret' },
      { name: '### own', span: '### own' },
      { name: '## own', span: '## own' },
    ])('calls $name $span, and keeps what it returns', async ({ name, span }) => {
      await recording.inTrace(captureMethod(name, async () => ({ cents: 5 })));
      expect(recording.spans()).toEqual([
        expect.objectContaining({ name: span, attributes: { [NAMESPACE]: `{"${name} response":{"cents":5}}` } }),
      ]);
    });

    it('keeps nothing of a function that returns nothing, or where that is switched off', async () => {
      await recording.inTrace(captureMethod('charge', () => undefined));
      vi.stubEnv('POWERTOOLS_TRACER_CAPTURE_RESPONSE', 'false');
      await recording.inTrace(captureMethod('charge', () => 5));
      expect(recording.spans().map(({ attributes }) => attributes)).toEqual([{}, {}]);
    });

    it('says no more than that it failed, where errors are switched off', async () => {
      vi.stubEnv('POWERTOOLS_TRACER_CAPTURE_ERROR', 'false');
      const failing = captureMethod('charge', () => Promise.reject(new Error('card 4111')));
      await expect(recording.inTrace(failing)).rejects.toThrow('card 4111');
      expect(recording.spans()).toEqual([
        expect.objectContaining({ status: { code: SpanStatusCode.ERROR }, events: [], attributes: {} }),
      ]);
    });
  });
});
