import type { MappingRow, RowInput } from './row.ts';

/** What tells `error` tells `throttle` too: a throttled call is both. */
const BLAMING_THE_CALLER: readonly RowInput[] = [
  'http.response.status_code',
  'http.status_code',
  ['error.type', 'calls'],
  ['events[exception].exception.type', 'calls'],
];

const CAUSES = 'causes that only the stack tells';

/** Who is to blame, and what was thrown. */
export function outcomeRows(): readonly MappingRow[] {
  return [
    {
      member: 'fault',
      topic: 'outcome',
      inputs: [
        'http.response.status_code',
        'http.status_code',
        ['status.code', 'spans without an HTTP status of 400 or more'],
        ['cloud.resource_id', 'invocations of a Lambda function that recorded an exception without a message'],
        ['faas.id', 'invocations of a Lambda function that recorded an exception without a message'],
      ],
      takes: 'anything',
      rule: 'An HTTP status of 500 to 599, or a span whose status is ERROR without an HTTP status that says otherwise; an invocation of a Lambda function without any status that recorded an exception without a message has failed too.',
      differences: ['D32', 'D46'],
    },
    {
      member: 'error',
      topic: 'outcome',
      inputs: BLAMING_THE_CALLER,
      takes: 'anything',
      rule: 'An HTTP status of 400 to 499, or a throttled call without an HTTP status of 500 to 599.',
      differences: ['D32', 'D42'],
    },
    {
      member: 'throttle',
      topic: 'outcome',
      inputs: BLAMING_THE_CALLER,
      takes: 'anything',
      rule: 'HTTP status 429, or a call that failed with one of the names by which AWS says "too many requests".',
      differences: ['D42'],
    },
    {
      member: 'cause.exceptions[].id',
      topic: 'outcome',
      inputs: ['span.traceId', 'span.spanId'],
      takes: 'text',
      rule: "Derived from the span's ids: the same in every process.",
    },
    {
      member: 'cause.exceptions[].type',
      topic: 'outcome',
      inputs: [
        'events[exception].exception.type',
        ['events[exception].exception.stacktrace', CAUSES],
        ['events[HTTP request failure].aws.http.error_message', 'AWS calls'],
        ['error.type', 'failed spans without an exception'],
      ],
      takes: 'text',
      rule: 'The type of the exception event; for causes the one in the stack; for a failed span without an exception `error.type`.',
      differences: ['D41', 'D43', 'D44'],
    },
    {
      member: 'cause.exceptions[].message',
      topic: 'outcome',
      inputs: [
        'events[exception].exception.message',
        ['events[exception].exception.stacktrace', CAUSES],
        ['events[HTTP request failure].http.response.status_code', 'AWS calls'],
        ['events[HTTP request failure].aws.http.error_message', 'AWS calls'],
        ['status.message', 'failed spans without an exception'],
        ['http.status_text', 'failed spans without an exception'],
      ],
      takes: 'anything',
      rule: 'The message of the exception event; for causes the one in the stack; for a failed span without an exception its status.',
      differences: ['D41', 'D44', 'D45'],
    },
    {
      member: 'cause.exceptions[].stack',
      topic: 'outcome',
      inputs: ['events[exception].exception.stacktrace'],
      takes: 'text',
      rule: 'The frames of the stack, innermost first, 100 at most.',
      onlyFor: 'stacks of JavaScript (resource `telemetry.sdk.language` is absent, `nodejs`, `javascript` or `webjs`)',
      differences: ['D40'],
    },
    {
      member: 'cause.exceptions[].truncated',
      topic: 'outcome',
      inputs: ['events[exception].exception.stacktrace'],
      takes: 'text',
      rule: 'How many frames there were beyond 100.',
      differences: ['D40'],
    },
    {
      member: 'cause.exceptions[].skipped',
      topic: 'outcome',
      inputs: ['events[exception]'],
      takes: 'anything',
      rule: 'How many exceptions there were beyond 64.',
    },
    {
      member: 'cause.exceptions[].cause',
      topic: 'outcome',
      inputs: ['events[exception].exception.stacktrace'],
      takes: 'text',
      rule: 'The id of the exception that caused this one; members of an AggregateError follow one another.',
      differences: ['D41'],
    },
    {
      member: 'cause.exceptions[].remote',
      topic: 'outcome',
      inputs: ['span.kind', ['events[HTTP request failure].aws.http.error_message', 'AWS calls']],
      takes: 'anything',
      rule: 'True for client and producer spans.',
    },
  ];
}
