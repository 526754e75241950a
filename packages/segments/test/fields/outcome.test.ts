import { describe, expect, it } from 'vitest';
import { toOutcome } from '../../src/fields/outcome.ts';
import type { Attributes } from '../../src/span.ts';
import { callOf, documentOf, exceptionEvent, type PlainSpan } from '../spans.ts';

// Source: AWS X-Ray developer guide, "X-Ray segment documents", errors and exceptions.
describe('toOutcome', () => {
  it.each([
    { status: undefined, flags: undefined, why: 'not an HTTP span' },
    { status: 399, flags: undefined, why: 'below the error range' },
    { status: 400, flags: { error: true }, why: 'first error' },
    { status: 428, flags: { error: true }, why: 'an error beside 429' },
    { status: 429, flags: { error: true, throttle: true }, why: 'throttled' },
    { status: 499, flags: { error: true }, why: 'last error' },
    { status: 500, flags: { fault: true }, why: 'first fault' },
    { status: 599, flags: { fault: true }, why: 'last fault' },
    { status: 600, flags: undefined, why: 'above the fault range' },
    { status: 0, flags: undefined, why: 'no code' },
    { status: -404, flags: undefined, why: 'no code' },
  ])('maps $status to $flags ($why)', ({ status, flags }) => {
    expect(toOutcome(status)).toEqual(flags);
  });
});

function flagsOf(span: PlainSpan): object {
  const { fault, error, throttle } = documentOf(span);
  return JSON.parse(JSON.stringify({ fault, error, throttle })) as object;
}

describe('flags', () => {
  const newer = 'http.response.status_code';
  const older = 'http.status_code';
  it.each([
    { attributes: {}, code: 2, flags: { fault: true }, why: 'a failed span without a status code' },
    { attributes: {}, code: 1, flags: {}, why: 'OK' },
    { attributes: { [newer]: 404 }, code: 2, flags: { error: true }, why: 'the caller’s doing' },
    { attributes: { [newer]: 500 }, code: 1, flags: { fault: true }, why: 'the code decides where it is an error’s' },
    { attributes: { [newer]: 200 }, code: 2, flags: { fault: true }, why: 'a 200 that failed' },
    { attributes: { [older]: 404 }, code: 0, flags: { error: true }, why: 'the older key' },
    { attributes: { [newer]: 500, [older]: 404 }, code: 0, flags: { fault: true }, why: 'the newer key wins' },
    { attributes: { [newer]: '404' }, code: 0, flags: { error: true }, why: 'a text of digits' },
    { attributes: { [newer]: 'x', [older]: 404 }, code: 0, flags: { error: true }, why: 'no number counts as missing' },
    {
      attributes: { 'error.type': 'ThrottlingException' },
      code: 2,
      flags: { fault: true },
      why: 'a server is not throttled: it throttles with 429',
    },
  ])('of a server with $attributes and status $code are $flags ($why)', ({ attributes, code, flags }) => {
    expect(flagsOf({ kind: 1, attributes, status: { code } })).toEqual(flags);
  });

  it.each([undefined, null, {}, { code: '2' }])('are none for the status %o', (status) => {
    expect(flagsOf({ status: status as never })).toEqual({});
  });
});

describe('throttle of a call', () => {
  const call = (attributes: Attributes, type?: string): object => {
    const { fault, error, throttle } = callOf(attributes, {
      status: { code: 2 },
      events: type === undefined ? [] : [exceptionEvent({ 'exception.type': type, 'exception.message': 'slow down' })],
    });
    return JSON.parse(JSON.stringify({ fault, error, throttle })) as object;
  };

  it.each([
    {
      attributes: { 'http.response.status_code': 400 },
      type: 'ThrottlingException',
      flags: { error: true, throttle: true },
      why: 'often a 400',
    },
    {
      attributes: { 'http.response.status_code': 403 },
      type: 'RequestThrottled',
      flags: { error: true, throttle: true },
      why: 'or a 403',
    },
    {
      attributes: { 'http.response.status_code': 503 },
      type: 'SlowDown',
      flags: { fault: true, throttle: true },
      why: 'a 503 stays a fault',
    },
    {
      attributes: {},
      type: 'ProvisionedThroughputExceededException',
      flags: { error: true, throttle: true },
      why: 'no code at all',
    },
    {
      attributes: { 'error.type': 'TooManyRequestsException' },
      type: undefined,
      flags: { error: true, throttle: true },
      why: 'told by the attribute',
    },
    {
      attributes: { 'http.response.status_code': 429 },
      type: undefined,
      flags: { error: true, throttle: true },
      why: 'HTTP’s own word',
    },
    {
      attributes: { 'http.response.status_code': 400 },
      type: 'ValidationException',
      flags: { error: true },
      why: 'another exception',
    },
    { attributes: {}, type: 'throttlingexception', flags: { fault: true }, why: 'exactly that name' },
  ])('with $attributes and $type: $flags ($why)', ({ attributes, type, flags }) => {
    expect(call(attributes, type)).toEqual(flags);
  });
});
