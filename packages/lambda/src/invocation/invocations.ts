import { context as otelContext, SpanKind, trace } from '@opentelemetry/api';
import type { Context, Span } from '@opentelemetry/api';
import { log } from '../boot/logger.ts';
import type { Environment } from '../config/settings.ts';
import { markFailed, recordError } from '../exceptions/record-error.ts';
import type { Tracing } from '../tracing.ts';
import { readTrigger } from '../trigger/read-trigger.ts';
import type { Trigger } from '../trigger/trigger.ts';
import { toInvocationAttributes } from './attributes.ts';
import type { ReadTraceHeader } from './caller-header.ts';
import { ColdStart } from './cold-start.ts';
import { guardDeadline } from './deadline-guard.ts';
import type { DeadlineGuard } from './deadline-guard.ts';
import { toFlushMillis } from './flush-time.ts';
import { invocationOf, withInvocation } from './invocation-key.ts';
import type { InvocationToken } from './invocation-key.ts';
import type { LambdaContext } from './lambda-context.ts';
import { ParentReader } from './parent.ts';
import type { Preset } from './preset.ts';
import { setResponseAttributes } from './response-attributes.ts';
import { readLambdaHeader, readLambdaW3CHeaders } from './trace-sources.ts';

/** What the invocations of one handler have in common. */
export interface InvocationOptions {
  readonly tracing: Tracing;
  readonly env: Environment;
  readonly preset: Preset | undefined;
  /** The caller's own word on the trace; it comes before all of Lambda's. */
  readonly traceHeader: ReadTraceHeader | undefined;
}

/** One invocation while it runs. */
export interface Invocation {
  /** The context that the handler runs in. */
  readonly context: Context;
  /** Adds what the handler has answered: what it returned, or the head of what it streamed. Never throws. */
  answer(response: unknown, how?: { readonly isStreamed: boolean }): void;
  /** Adds what the handler has thrown. Never throws. */
  fail(thrown: unknown): void;
  /** Adds what has broken its answer while the handler runs, and sends what is open: the process may end of it. Never throws. */
  breakOff(error: unknown): void;
  /** Ends the span at once, and hands over what was recorded, within a bounded time; once. Never rejects. */
  end(): Promise<void>;
}

/** Starts a span for each invocation of one handler. */
export class Invocations {
  readonly #options: InvocationOptions;
  readonly #coldStart: ColdStart;
  readonly #parents: ParentReader;

  constructor(options: InvocationOptions) {
    this.#options = options;
    this.#coldStart = new ColdStart(options.env);
    this.#parents = new ParentReader(options.tracing.config);
  }

  /**
   * Never throws: `undefined` where we fail, and the handler runs untraced; also inside of another traced handler (a router's, a
   * middleware's), whose invocation it is.
   */
  start(event: unknown, context: LambdaContext | undefined): Invocation | undefined {
    try {
      if (isWithinInvocation(otelContext.active(), context?.awsRequestId)) return undefined;
      return this.#start(event, context ?? undefined);
    } catch (error) {
      log().error('an invocation is not traced, which is a bug of otel-xray', error);
      return undefined;
    }
  }

  #start(event: unknown, context: LambdaContext | undefined): Invocation {
    const remainingMillis = context?.getRemainingTimeInMillis?.();
    const { tracing, preset } = this.#options;
    const isColdStart = this.#coldStart.take();
    const trigger = readTrigger(event);
    const parent = this.#parents.read({
      lambda: this.#lambdaHeader(event, context),
      carrier: { ...trigger.carrier, ...readLambdaW3CHeaders() },
    });
    const isRehearsal = invocationOf(otelContext.active())?.isRehearsal === true;
    const token: InvocationToken = { requestId: context?.awsRequestId, ...(isRehearsal && { isRehearsal }) };
    const start = withInvocation(parent.context, token);
    const span = tracing.tracer.startSpan(
      // Empty names are none: X-Ray would be shown a segment without one.
      preset?.spanName ?? (context?.functionName || this.#options.env['AWS_LAMBDA_FUNCTION_NAME'] || 'handler'),
      {
        kind: preset?.spanKind ?? SpanKind.SERVER,
        attributes: { ...trigger.attributes, ...toInvocationAttributes(context, isColdStart) },
        links: [...parent.links, ...trigger.links],
      },
      start,
    );
    if (!span.isRecording()) tellNotRecorded(start);
    preset?.onStart(span, { isColdStart });
    return new RunningInvocation({
      tracing,
      preset,
      trigger,
      span,
      token,
      context: trace.setSpan(start, span),
      remainingMillis: () => context?.getRemainingTimeInMillis?.(),
      guard: guardDeadline({
        remainingMillis: span.isRecording() ? remainingMillis : undefined,
        marginMillis: tracing.config.deadlineMarginMillis,
        act: (millis) => {
          void tracing.sendOpen(token, `still running ${millis} ms before the time-out of the function`);
          void tracing.flush(millis);
        },
      }),
    });
  }

  #lambdaHeader(event: unknown, context: LambdaContext | undefined): string | undefined {
    const { traceHeader, env } = this.#options;
    return traceHeader?.(event, context) ?? readLambdaHeader(context, env);
  }
}

interface Running {
  readonly tracing: Tracing;
  readonly preset: Preset | undefined;
  readonly trigger: Trigger;
  readonly span: Span;
  readonly token: InvocationToken;
  readonly context: Context;
  readonly guard: DeadlineGuard;
  /** Until the time-out of the function; may throw. */
  readonly remainingMillis: () => number | undefined;
}

class RunningInvocation implements Invocation {
  readonly context: Context;
  readonly #running: Running;
  readonly #thrown = new Set<unknown>();
  #ending: Promise<void> | undefined;

  constructor(running: Running) {
    this.#running = running;
    this.context = running.context;
  }

  answer(response: unknown, { isStreamed } = { isStreamed: false }): void {
    const { span, trigger, preset } = this.#running;
    attempt(() => {
      if (!span.isRecording()) return;
      const attributes = trigger.toResponseAttributes(response);
      setResponseAttributes(span, attributes);
      if (Number(attributes['http.response.status_code']) >= 500) markFailed(span);
      if (!isStreamed) preset?.onResponse(span, response);
    });
  }

  fail(thrown: unknown): void {
    const { span, preset } = this.#running;
    attempt(() => {
      // What broke the stream is mostly also what the handler rejects with.
      if (!span.isRecording() || this.#thrown.has(thrown)) return;
      this.#thrown.add(thrown);
      if (preset?.recordsExceptions === false) markFailed(span);
      else recordError(span, thrown);
    });
  }

  breakOff(error: unknown): void {
    const { tracing, token } = this.#running;
    if (this.#ending !== undefined) return;
    this.fail(error);
    void tracing.sendOpen(token, 'the stream of the answer broke while the handler was running');
  }

  end(): Promise<void> {
    return (this.#ending ??= this.#end());
  }

  async #end(): Promise<void> {
    const { span, token, tracing, guard, remainingMillis } = this.#running;
    token.isOver = true;
    guard.stop();
    attempt(() => span.end());
    let flushMillis = tracing.config.flushTimeoutMillis;
    attempt(() => (flushMillis = toFlushMillis(flushMillis, remainingMillis())));
    await tracing.flush(flushMillis);
  }
}

/** What fails here is told of, and must not become the handler's own failure. */
function attempt(record: () => void): void {
  try {
    record();
  } catch (error) {
    log().error('an invocation is not recorded as it should be, which is a bug of otel-xray', error);
  }
}

/** Whether a handler that is called in this context is called by another of the same invocation: with its request id, or with none. */
function isWithinInvocation(context: Context, requestId: string | undefined): boolean {
  const around = invocationOf(context);
  return around !== undefined && around.isOver !== true && (requestId ?? around.requestId) === around.requestId;
}

/** A function that is called often is mostly not sampled: that is told at level debug. */
function tellNotRecorded(start: Context): void {
  const parent = trace.getSpanContext(start);
  const reason =
    parent !== undefined && (parent.traceFlags & 1) === 0 ? 'its trace header says Sampled=0' : 'the sampler said so';
  log().debug(`an invocation is not recorded: ${reason}`);
}

/** Runs `call` in the invocation's context; without an invocation, as it is. */
export function runIn<Result>(invocation: Invocation | undefined, call: () => Result): Result {
  return invocation === undefined ? call() : otelContext.with(invocation.context, call);
}
