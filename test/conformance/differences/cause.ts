import type { ReadableSpan } from '@otel-xray/segments';
import { attributePath, type Difference, has, isAwsCall, isCall, text, SERVER } from './condition.ts';

const FRAME = /^\s+at .|@.*:\d+/m;
const THROTTLING =
  /^(BandwidthLimitExceeded|EC2ThrottledException|LimitExceededException|PriorRequestNotComplete|ProvisionedThroughputExceededException|RequestLimitExceeded|RequestThrottled|RequestThrottledException|SlowDown|ThrottledException|Throttling|ThrottlingException|TooManyRequestsException|TransactionInProgressException)$/;

function eventTexts(span: ReadableSpan, key: string): string[] {
  return span.events.map((event) => event.attributes?.[key]).filter((value) => typeof value === 'string');
}

/** Also where the resource does not tell the language. */
function isJavaScript(span: ReadableSpan): boolean {
  const language = span.resource.attributes['telemetry.sdk.language'];
  return typeof language !== 'string' || /^(|nodejs|webjs|javascript)$/.test(language);
}

/** The one language of JavaScript whose stacks the Collector reads: what differs are single frames. */
function isReadByCollector(span: ReadableSpan): boolean {
  return span.resource.attributes['telemetry.sdk.language'] === 'javascript';
}

function stacks(span: ReadableSpan): string[] {
  return eventTexts(span, 'exception.stacktrace');
}

/** Exceptions, their stacks, and the flags that follow from them. */
export const causeDifferences: readonly Difference[] = [
  {
    id: 'D40',
    path: /^\/\d+\/cause\/exceptions\/\d+\/stack(\/length)?$/,
    applies: ({ span }) => isJavaScript(span) && stacks(span).some((stack) => FRAME.test(stack)),
    why: 'Stacks of every JavaScript runtime are read, with whole paths and lines and without a space behind the function.',
  },
  {
    id: 'D40',
    path: /^\/\d+\/cause\/exceptions\/\d+\/stack\/\d+\/(label|path|line)$/,
    applies: ({ span }) => isReadByCollector(span) && stacks(span).some((stack) => FRAME.test(stack)),
    why: 'Stacks of every JavaScript runtime are read, with whole paths and lines and without a space behind the function.',
  },
  {
    id: 'D41',
    path: /^\/\d+\/cause\/exceptions(\/length|\/\d+\/(cause|id))$/,
    applies: ({ span }) => stacks(span).some((stack) => /Caused by:|cause\]?:|\[errors\]:/i.test(stack)),
    why: 'The chain of causes and the members of an AggregateError become exceptions of their own.',
  },
  {
    id: 'D42',
    path: /^\/\d+\/(error|fault|throttle)$/,
    applies: ({ span }) =>
      isCall(span) &&
      (THROTTLING.test(text(span, 'error.type')) ||
        eventTexts(span, 'exception.type').some((type) => THROTTLING.test(type))),
    why: 'AWS says "too many requests" by the name of the error, often with status 400 or 503.',
  },
  {
    id: 'D43',
    path: /^\/\d+\/cause\/exceptions\/0\/type$/,
    applies: ({ span }) => has(span, 'error.type') && !span.events.some((event) => event.name === 'exception'),
    why: 'A failure without an exception event is of the type that `error.type` tells.',
  },
  {
    id: 'D44',
    path: /^\/\d+\/cause$/,
    applies: ({ span }) => isAwsCall(span) && span.events.some((event) => event.name === 'HTTP request failure'),
    why: 'A cause without exceptions is left out instead of written empty.',
  },
  {
    id: 'D45',
    path: attributePath('http.status_text'),
    applies: ({ span }) =>
      has(span, 'http.status_text') &&
      span.status.code === 2 &&
      (span.status.message !== undefined || text(span, 'http.status_text') === ''),
    why: 'The status text leaves the metadata only if the cause tells it.',
  },
  {
    id: 'D46',
    path: /^\/\d+\/fault$/,
    applies: ({ span }) =>
      span.kind === SERVER &&
      span.status.code === 0 &&
      !has(span, 'http.status_code', 'http.response.status_code') &&
      /^arn:aws[\w-]*:lambda:/.test(text(span, 'cloud.resource_id') || text(span, 'faas.id')) &&
      span.events.some((event) => event.name === 'exception' && !event.attributes?.['exception.message']),
    why: 'An invocation whose handler threw has failed, also where the error had no message and so the span no status.',
  },
];
