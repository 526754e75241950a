import { context, createContextKey, isSpanContextValid, trace, TraceFlags } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import type { Environment } from '../config/settings.ts';
import { isPowertoolsPreset, isPowertoolsTracing } from '../powertools/switch.ts';
import { environment } from './environment.ts';
import { tellOnce } from './tell-once.ts';

/** What a helper throws that is called outside of a trace, where `AWS_XRAY_CONTEXT_MISSING` is `RUNTIME_ERROR`. */
export class ContextMissingError extends Error {
  override readonly name = 'ContextMissingError';
}

/**
 * The active span, for a helper to write on; `undefined` where that is not sampled, which is no reason for a word, and
 * outside of a trace, where `AWS_XRAY_CONTEXT_MISSING` decides.
 *
 * @throws ContextMissingError if that variable says so; nothing else.
 */
export function writableSpan(helper: string): Span | undefined {
  const span = trace.getActiveSpan();
  if (span?.isRecording()) return span;
  if (span === undefined || !isSpanContextValid(span.spanContext())) {
    missingContext(helper, 'there is no active span');
  } else if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0) {
    missingContext(helper, 'the active span has ended, or is that of a caller');
  }
  return undefined;
}

/**
 * Whether a helper may begin a span: below another one, never as the root of a trace. Otherwise `AWS_XRAY_CONTEXT_MISSING`
 * decides what follows.
 *
 * @throws ContextMissingError if that variable says so; nothing else.
 */
export function isInTrace(helper: string): boolean {
  const parent = trace.getSpanContext(context.active());
  if (parent !== undefined && isSpanContextValid(parent)) return true;
  missingContext(helper, 'there is no active span');
  return false;
}

function missingContext(helper: string, reason: string): void {
  const env = environment();
  if (isOffOnPurpose(env)) return;
  const error = new ContextMissingError(`${helper} was called outside of a trace and has recorded nothing: ${reason}`);
  switch (readPolicy(env)) {
    case 'RUNTIME_ERROR':
      throw error;
    case 'LOG_ERROR':
      return tellOnce('error', error.message, error.stack);
    case 'IGNORE_ERROR':
  }
}

/** The key under which OpenTelemetry's SDKs mark a context in which nothing is to be traced. */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** Whether nothing is traced because somebody wants it so: then, that a span is missing tells of no mistake. */
function isOffOnPurpose(env: Environment): boolean {
  if (env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return true;
  if (context.active().getValue(SUPPRESSED) === true) return true;
  return isPowertoolsPreset(env) && !isPowertoolsTracing(env);
}

const POLICIES = ['LOG_ERROR', 'RUNTIME_ERROR', 'IGNORE_ERROR'] as const;

/** `AWS_XRAY_CONTEXT_MISSING`, in any case. @see AWS X-Ray developer guide, "AWS X-Ray SDK for Node.js", environment variables. */
function readPolicy(env: Environment): (typeof POLICIES)[number] {
  const value = env['AWS_XRAY_CONTEXT_MISSING']?.trim().toUpperCase() ?? '';
  // Powertools sets the variable so where it finds none.
  if (value === '') return isPowertoolsPreset(env) ? 'IGNORE_ERROR' : 'LOG_ERROR';
  const known = POLICIES.find((policy) => policy === value);
  if (known === undefined) {
    tellOnce('warn', `AWS_XRAY_CONTEXT_MISSING is ${value}, expected ${POLICIES.join(', ')}: LOG_ERROR is used`);
  }
  return known ?? 'LOG_ERROR';
}
