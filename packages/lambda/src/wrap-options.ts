import type { TracerProvider } from '@opentelemetry/api';
import type { LambdaConfig, ParentPolicy } from './config/config.ts';
import { inspectValue } from './exceptions/thrown.ts';
import type { ReadTraceHeader } from './invocation/caller-header.ts';

/** Options of `wrapHandler`. Each wins over its variable; the other variables count as they do with `register`. */
export interface WrapHandlerOptions<Event = unknown> {
  /**
   * The app's own provider. Nothing is set up then: no exporter, no propagator, no context manager, and no guard of the time-out.
   *
   * @default the one that is registered with the API when the handler is wrapped, or later in the same module, else one that
   *   is set up as `register` does, once for the process
   */
  readonly tracerProvider?: TracerProvider | undefined;
  /**
   * The X-Ray trace header of an invocation, where the app knows better than Lambda: `Root=…;Parent=…;Sampled=1`. `undefined`
   * leaves the word to Lambda, as does what is no such header.
   */
  readonly traceHeader?: ReadTraceHeader<Event> | undefined;
  /**
   * Whose trace an invocation belongs to when Lambda and the event each name one; the other becomes a link.
   *
   * @default `OTEL_XRAY_PARENT`, else `lambda`
   */
  readonly parentPolicy?: ParentPolicy | undefined;
  /**
   * How long an answer may wait for its spans to be handed over, in milliseconds, from 1 up.
   *
   * @default `OTEL_XRAY_FLUSH_TIMEOUT`, else 1,000
   */
  readonly flushTimeoutMillis?: number | undefined;
  /**
   * How long before the time-out of the function its open spans are sent, in milliseconds; 0 never.
   *
   * @default `OTEL_XRAY_DEADLINE_MARGIN`, else 200
   */
  readonly deadlineMarginMillis?: number | undefined;
  /**
   * Whether the invocation hangs below Lambda's own segment or is a segment of its own. One for the process: the first
   * handler that is wrapped decides, or `register`; another's wish is told of.
   *
   * @default `OTEL_XRAY_LAMBDA_ROOT`, else `subsegment`
   */
  readonly lambdaRoot?: 'subsegment' | 'segment' | undefined;
  /**
   * Attributes that become annotations, by key or by a pattern with `*`. One list for the process, as `lambdaRoot` is.
   *
   * @default `OTEL_XRAY_INDEXED_ATTRIBUTES`, else none
   */
  readonly indexedAttributes?: readonly string[] | undefined;
}

/** What the variables hold at most, too; a timer that was told more would fire at once. */
const MAX_MILLIS = 999_999_999;

/** An option's values, and what they are called. */
interface Rule {
  readonly expected: string;
  fits(value: unknown): boolean;
}

// The marks let a bundler leave it out of an app that imports a helper alone.
const RULES: Readonly<Record<keyof WrapHandlerOptions, Rule>> = {
  tracerProvider: { expected: 'an object with getTracer', fits: isProvider },
  traceHeader: { expected: 'a function', fits: (value) => typeof value === 'function' },
  parentPolicy: /* @__PURE__ */ oneOf('lambda', 'event'),
  flushTimeoutMillis: /* @__PURE__ */ millis(1),
  deadlineMarginMillis: /* @__PURE__ */ millis(0),
  lambdaRoot: /* @__PURE__ */ oneOf('subsegment', 'segment'),
  indexedAttributes: {
    expected: 'a list of texts',
    fits: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  },
};

/** @throws TypeError for options that are no object, and for an option with a value that it cannot have. */
export function checkOptions(options: WrapHandlerOptions<never>): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`options: expected an object, found ${inspectValue(options)}`);
  }
  for (const [name, { expected, fits }] of Object.entries(RULES)) {
    const value = options[name as keyof WrapHandlerOptions];
    if (value === undefined || fits(value)) continue;
    throw new TypeError(`${name}: expected ${expected}, found ${inspectValue(value)}`);
  }
}

/** The config with the options over it that are given. */
export function withOptions(config: LambdaConfig, options: WrapHandlerOptions<never>): LambdaConfig {
  return Object.freeze({
    ...config,
    parentPolicy: options.parentPolicy ?? config.parentPolicy,
    flushTimeoutMillis: options.flushTimeoutMillis ?? config.flushTimeoutMillis,
    deadlineMarginMillis: options.deadlineMarginMillis ?? config.deadlineMarginMillis,
    lambdaRoot: options.lambdaRoot ?? config.lambdaRoot,
    indexedAttributes: options.indexedAttributes ?? config.indexedAttributes,
  });
}

function isProvider(value: unknown): boolean {
  return typeof (value as Partial<TracerProvider> | null)?.getTracer === 'function';
}

function oneOf(...words: readonly string[]): Rule {
  return {
    expected: words.map((word) => `'${word}'`).join(' or '),
    fits: (value) => words.some((word) => word === value),
  };
}

function millis(min: number): Rule {
  return {
    expected: `milliseconds from ${min} to ${MAX_MILLIS}`,
    fits: (value) => typeof value === 'number' && value >= min && value <= MAX_MILLIS,
  };
}
