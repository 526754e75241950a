import { describe, expect, it } from 'vitest';
import { readTrigger } from '../../src/trigger/read-trigger.ts';
import { appSync, functionUrl, httpApi, loadBalancer, restApi, webSocket } from './events.ts';

const EVENTS = {
  rest: restApi(),
  http1: restApi({ version: '1.0' }),
  http2: httpApi(),
  url: functionUrl(),
  balancer: loadBalancer(),
  socket: webSocket('CONNECT', '$connect'),
};
type Front = keyof typeof EVENTS;
const FRONTS = Object.keys(EVENTS) as Front[];

const statusOf = (front: Front, answer: unknown): unknown =>
  readTrigger(EVENTS[front]).toResponseAttributes(answer)['http.response.status_code'];

/** The statuses of all fronts, in the order of `EVENTS`. */
const statuses = (answer: unknown): unknown[] => FRONTS.map((front) => statusOf(front, answer));

describe('the status of an answer', () => {
  it.each([
    { answer: { statusCode: 200, body: 'ok' }, status: 200 },
    { answer: { statusCode: 204 }, status: 204 },
    { answer: { statusCode: 404, headers: {} }, status: 404 },
    { answer: { statusCode: '404' }, status: 404 },
    { answer: { statusCode: 599 }, status: 599 },
  ])('is $status for $answer, whoever reads it', ({ answer, status }) => {
    expect(statuses(answer)).toEqual(FRONTS.map(() => status));
  });

  it.each([
    { answer: undefined, seen: [502, 500, 200, 200, 502, undefined], why: 'the runtime makes it null' },
    { answer: null, seen: [502, 500, 200, 200, 502, undefined], why: 'valid JSON is a body in format 2.0' },
    { answer: 'hello', seen: [502, 500, 200, 200, 502, undefined], why: 'a text is a body in format 2.0' },
    { answer: ['hello'], seen: [502, 500, 200, 200, 502, undefined], why: 'and so is a list' },
    { answer: 7, seen: [502, 500, 200, 200, 502, undefined], why: 'and a number' },
    { answer: { hello: 'world' }, seen: [502, 500, 200, 200, 502, undefined], why: 'and an object without status' },
    { answer: {}, seen: [200, 500, 200, 200, 502, undefined], why: 'a REST API completes what it can read' },
    { answer: { body: 'hello' }, seen: [200, 500, 200, 200, 502, undefined], why: 'with nothing else in it' },
    { answer: { body: 'x', y: undefined }, seen: [200, 500, 200, 200, 502, undefined], why: 'as JSON has it' },
    { answer: { statusCode: undefined }, seen: [200, 500, 200, 200, 502, undefined], why: 'JSON leaves it out' },
    { answer: { statusCode: 'abc' }, seen: [502, 500, undefined, undefined, 502, undefined], why: 'no status' },
    { answer: { statusCode: 42 }, seen: [502, 500, undefined, undefined, 502, undefined], why: 'out of range' },
    { answer: { statusCode: 200.5 }, seen: [502, 500, undefined, undefined, 502, undefined], why: 'no integer' },
    { answer: { statusCode: [200] }, seen: [502, 500, undefined, undefined, 502, undefined], why: 'no scalar' },
  ])('is $seen for $answer ($why)', ({ answer, seen }) => {
    expect(statuses(answer)).toEqual(seen);
  });

  it('is 502 where a REST API gets a body that is no text', () => {
    const answer = { statusCode: 200, body: { hello: 'world' } };
    expect(FRONTS.map((front) => statusOf(front, answer))).toEqual([502, 200, 200, 200, 200, 200]);
    expect(statusOf('rest', { statusCode: 200, body: null })).toBe(200);
  });

  it.each([
    { name: 'an authorizer of a REST API', event: restApi({ type: 'REQUEST', methodArn: 'arn:aws:execute-api:x' }) },
    { name: 'an authorizer of an HTTP API', event: httpApi({ type: 'REQUEST', routeArn: 'arn:aws:execute-api:x' }) },
    { name: 'a GraphQL field', event: appSync('Query') },
  ])('is not told for $name, which answers something else', ({ event }) => {
    const trigger = readTrigger(event);
    expect(trigger.attributes['faas.trigger']).toBe('http');
    expect(trigger.toResponseAttributes({ statusCode: 500 })).toEqual({});
    expect(trigger.toResponseAttributes({ principalId: 'user', policyDocument: {} })).toEqual({});
  });

  it('is not told when the answer cannot be read', () => {
    const answer = {
      get statusCode(): never {
        throw new Error('broken');
      },
    };
    expect(statuses(answer)).toEqual(FRONTS.map(() => undefined));
  });
});
