import type { Attributes } from '@opentelemetry/api';
import { isPowertoolsTracing, isPowertoolsTracingHttp } from '../powertools/switch.ts';
import { readResourceAttributes } from './resource-attributes.ts';
import { Settings } from './settings.ts';
import type { ConfigWarning, Environment } from './settings.ts';

/** Where spans go: to X-Ray, to an OTLP endpoint, or, as segment documents, to standard output. */
export type ExporterName = 'xray' | 'otlp' | 'console';
/** What reads and writes trace contexts. */
export type PropagatorName = 'xray' | 'xray-lambda' | 'tracecontext' | 'baggage';
/** The samplers of the OpenTelemetry specification. */
export type SamplerName = (typeof SAMPLERS)[number];
/** Instrumentations that come with this package, loaded when they are asked for. */
export type InstrumentationName = 'http' | 'undici' | 'aws-sdk';
/** Whose word counts first on the trace that an invocation belongs to: Lambda's, or that of the event. */
export type ParentPolicy = 'lambda' | 'event';

const EXPORTERS = ['xray', 'otlp', 'console'] as const;
const PROPAGATORS = ['xray', 'xray-lambda', 'tracecontext', 'baggage'] as const;
const DEFAULT_PROPAGATORS = ['xray-lambda', 'tracecontext', 'baggage'] as const;
const INSTRUMENTATIONS = ['http', 'undici', 'aws-sdk'] as const;
/** Who comes from a layer of OpenTelemetry has this one in the list; the handler is traced in any case. */
const ALWAYS_ON = 'aws-lambda';
const SAMPLERS = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;
const LOG_LEVELS = ['none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'] as const;

/** What the batch processor is told. */
export interface BatchConfig {
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
  readonly scheduledDelayMillis: number;
  readonly exportTimeoutMillis: number;
}

/** All that the environment sets, read once. */
export interface LambdaConfig {
  /** Whether nothing is traced: by `OTEL_SDK_DISABLED`, or by the preset's own switch. */
  readonly isDisabled: boolean;
  readonly exporters: readonly ExporterName[];
  readonly propagators: readonly PropagatorName[];
  readonly sampler: { readonly name: SamplerName; readonly ratio: number };
  readonly batch: BatchConfig;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly resource: Attributes;
  readonly instrumentations: readonly InstrumentationName[];
  readonly parentPolicy: ParentPolicy;
  /** Whether an invocation's span is sent when it starts, too. */
  readonly isInProgressSent: boolean;
  /** How long the answer may wait for its spans. */
  readonly flushTimeoutMillis: number;
  /** How long before the time-out the open spans are sent; 0 never. */
  readonly deadlineMarginMillis: number;
  /** Whether the invocation hangs below Lambda's own segment, or is a segment of its own. */
  readonly lambdaRoot: 'subsegment' | 'segment';
  /** Attributes that become annotations; `*` alone for all of them. */
  readonly indexedAttributes: readonly string[];
  readonly preset: 'none' | 'powertools';
  /** Whether the init phase tries out what an invocation needs; `auto` where that shortens the wait for the first one. */
  readonly rehearsal: 'auto' | 'on' | 'off';
  readonly warnings: readonly ConfigWarning[];
}

/** Brings the environment and the defaults together. Pure: never throws, and what is wrong becomes a warning. */
export function resolveConfig(env: Environment): LambdaConfig {
  const settings = new Settings(env);
  const preset = settings.oneOf('OTEL_XRAY_PRESET', ['none', 'powertools'], 'none');
  return Object.freeze({
    isDisabled: settings.flag('OTEL_SDK_DISABLED', false) || (preset === 'powertools' && !isPowertoolsTracing(env)),
    exporters: settings.list('OTEL_TRACES_EXPORTER', EXPORTERS, ['xray']),
    propagators: settings.list('OTEL_PROPAGATORS', PROPAGATORS, DEFAULT_PROPAGATORS),
    sampler: readSampler(settings),
    batch: readBatch(settings),
    logLevel: settings.oneOf('OTEL_LOG_LEVEL', LOG_LEVELS, 'info'),
    resource: readResourceAttributes(env, settings),
    instrumentations: readInstrumentations(
      settings,
      preset === 'powertools' && isPowertoolsTracingHttp(env) ? ['http', 'undici'] : [],
    ),
    parentPolicy: settings.oneOf('OTEL_XRAY_PARENT', ['lambda', 'event'], 'lambda'),
    isInProgressSent: settings.flag('OTEL_XRAY_IN_PROGRESS', true),
    flushTimeoutMillis: settings.count('OTEL_XRAY_FLUSH_TIMEOUT', 1_000),
    deadlineMarginMillis: settings.count('OTEL_XRAY_DEADLINE_MARGIN', 200, 0),
    lambdaRoot: settings.oneOf('OTEL_XRAY_LAMBDA_ROOT', ['subsegment', 'segment'], 'subsegment'),
    indexedAttributes: readPatterns(settings),
    preset,
    rehearsal: settings.oneOf('OTEL_XRAY_REHEARSAL', ['auto', 'on', 'off'], 'auto'),
    warnings: settings.warnings,
  } as const);
}

/** Those that are enabled and not disabled. Others that are disabled are none that could be on. */
function readInstrumentations(
  settings: Settings,
  fallback: readonly InstrumentationName[],
): readonly InstrumentationName[] {
  const disabled = settings.names('OTEL_NODE_DISABLED_INSTRUMENTATIONS') ?? [];
  const known = [...INSTRUMENTATIONS, ALWAYS_ON] as const;
  const enabled = settings.list('OTEL_NODE_ENABLED_INSTRUMENTATIONS', known, fallback);
  return enabled.filter((name) => name !== ALWAYS_ON).filter((name) => !disabled.includes(name));
}

function readSampler(settings: Settings): LambdaConfig['sampler'] {
  const name = settings.oneOf('OTEL_TRACES_SAMPLER', SAMPLERS, 'parentbased_always_on');
  // Only these two have an argument; what another's variable holds is nobody's business.
  return { name, ratio: name.endsWith('traceidratio') ? settings.ratio('OTEL_TRACES_SAMPLER_ARG', 1) : 1 };
}

function readBatch(settings: Settings): BatchConfig {
  const maxQueueSize = settings.count('OTEL_BSP_MAX_QUEUE_SIZE', 2_048);
  const size = settings.count('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', Math.min(512, maxQueueSize));
  if (size > maxQueueSize) settings.warn('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', String(size), String(maxQueueSize));
  return {
    maxQueueSize,
    maxExportBatchSize: Math.min(size, maxQueueSize),
    scheduledDelayMillis: settings.count('OTEL_BSP_SCHEDULE_DELAY', 5_000, 0),
    exportTimeoutMillis: settings.count('OTEL_BSP_EXPORT_TIMEOUT', 30_000),
  };
}

/** Keys keep their case, unlike the words of other lists. */
function readPatterns(settings: Settings): readonly string[] {
  const patterns = settings.text('OTEL_XRAY_INDEXED_ATTRIBUTES')?.split(',') ?? [];
  return patterns.map((one) => one.trim()).filter((one) => one !== '');
}
