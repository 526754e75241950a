import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../src/config/config.ts';

describe('resolveConfig', () => {
  it('has a default for everything, and nothing to warn of', () => {
    expect(resolveConfig({})).toEqual({
      isDisabled: false,
      exporters: ['xray'],
      propagators: ['xray-lambda', 'tracecontext', 'baggage'],
      sampler: { name: 'parentbased_always_on', ratio: 1 },
      batch: { maxQueueSize: 2048, maxExportBatchSize: 512, scheduledDelayMillis: 5000, exportTimeoutMillis: 30_000 },
      logLevel: 'info',
      resource: {},
      instrumentations: [],
      parentPolicy: 'lambda',
      isInProgressSent: true,
      flushTimeoutMillis: 1000,
      deadlineMarginMillis: 200,
      lambdaRoot: 'subsegment',
      indexedAttributes: [],
      preset: 'none',
      rehearsal: 'auto',
      warnings: [],
    });
  });

  it.each([
    { env: { OTEL_SDK_DISABLED: 'TRUE' }, gives: { isDisabled: true }, why: 'words have no case' },
    {
      env: { OTEL_TRACES_EXPORTER: ' otlp , xray ' },
      gives: { exporters: ['otlp', 'xray'] },
      why: 'a list, in its order',
    },
    { env: { OTEL_TRACES_EXPORTER: 'none' }, gives: { exporters: [] }, why: 'none is none' },
    { env: { OTEL_TRACES_EXPORTER: 'xray,xray' }, gives: { exporters: ['xray'] }, why: 'each once' },
    { env: { OTEL_TRACES_EXPORTER: '' }, gives: { exporters: ['xray'] }, why: 'empty is unset' },
    { env: { OTEL_PROPAGATORS: 'none' }, gives: { propagators: [] }, why: 'none is none' },
    {
      env: { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
      gives: { sampler: { name: 'traceidratio', ratio: 0.25 } },
      why: 'a ratio',
    },
    {
      env: { OTEL_TRACES_SAMPLER: 'always_on', OTEL_TRACES_SAMPLER_ARG: 'nonsense' },
      gives: { sampler: { name: 'always_on', ratio: 1 } },
      why: 'this sampler has no argument',
    },
    {
      env: { OTEL_BSP_MAX_QUEUE_SIZE: '100' },
      gives: {
        batch: { maxQueueSize: 100, maxExportBatchSize: 100, scheduledDelayMillis: 5000, exportTimeoutMillis: 30_000 },
      },
      why: 'a batch is never larger than the queue',
    },
    { env: { OTEL_XRAY_DEADLINE_MARGIN: '0' }, gives: { deadlineMarginMillis: 0 }, why: '0 turns the guard off' },
    {
      env: { OTEL_XRAY_INDEXED_ATTRIBUTES: 'Order.Id, tenant.*' },
      gives: { indexedAttributes: ['Order.Id', 'tenant.*'] },
      why: 'keys have case',
    },
    {
      env: { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'aws-lambda,aws-sdk,http' },
      gives: { instrumentations: ['aws-sdk', 'http'] },
      why: 'the list of other layers: the handler is traced in any case',
    },
    {
      env: { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'undici,aws-sdk' },
      gives: { instrumentations: ['undici', 'aws-sdk'] },
      why: 'in their order',
    },
    {
      env: {
        OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'undici,http',
        OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'fs, HTTP',
      },
      gives: { instrumentations: ['undici'] },
      why: 'disabled wins, and others may be disabled too',
    },
  ])('reads $env ($why)', ({ env, gives }) => {
    const config = resolveConfig(env);
    expect(config).toMatchObject(gives);
    expect(config.warnings).toEqual([]);
  });

  it.each([
    { name: 'OTEL_SDK_DISABLED', value: 'yes', used: 'false' },
    { name: 'OTEL_TRACES_EXPORTER', value: 'zipkin', used: 'xray' },
    { name: 'OTEL_PROPAGATORS', value: 'b3', used: 'xray-lambda,tracecontext,baggage' },
    { name: 'OTEL_TRACES_SAMPLER', value: 'jaeger_remote', used: 'parentbased_always_on' },
    { name: 'OTEL_LOG_LEVEL', value: 'loud', used: 'info' },
    { name: 'OTEL_BSP_MAX_QUEUE_SIZE', value: '-1', used: '2048' },
    { name: 'OTEL_BSP_MAX_QUEUE_SIZE', value: '1e3', used: '2048' },
    { name: 'OTEL_BSP_EXPORT_TIMEOUT', value: '0', used: '30000' },
    { name: 'OTEL_XRAY_PARENT', value: 'mine', used: 'lambda' },
    { name: 'OTEL_XRAY_LAMBDA_ROOT', value: 'root', used: 'subsegment' },
    { name: 'OTEL_XRAY_PRESET', value: 'datadog', used: 'none' },
    { name: 'OTEL_XRAY_REHEARSAL', value: 'true', used: 'auto' },
    { name: 'OTEL_XRAY_FLUSH_TIMEOUT', value: 'soon', used: '1000' },
    { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'no pair', used: 'the other pairs' },
    { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'a=%E0%A4%A', used: 'the other pairs' },
  ])('warns of $name=$value and uses $used', ({ name, value, used }) => {
    const config = resolveConfig({ [name]: value });
    expect(config.warnings).toEqual([{ name, value, used }]);
    expect({ ...config, warnings: [] }).toEqual(resolveConfig({}));
  });

  it('keeps the known words of a list when another is unknown', () => {
    const { exporters, warnings } = resolveConfig({ OTEL_TRACES_EXPORTER: 'console,zipkin' });
    expect(exporters).toEqual(['console']);
    expect(warnings).toEqual([{ name: 'OTEL_TRACES_EXPORTER', value: 'zipkin', used: 'console' }]);
  });

  it('warns of a ratio that is none, and of a batch that is larger than its queue', () => {
    const env = {
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '7',
      OTEL_BSP_MAX_QUEUE_SIZE: '10',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '20',
    };
    const { sampler, batch, warnings } = resolveConfig(env);
    expect([sampler.ratio, batch.maxExportBatchSize]).toEqual([1, 10]);
    expect(warnings.map(({ name }) => name)).toEqual(['OTEL_TRACES_SAMPLER_ARG', 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE']);
  });
});
