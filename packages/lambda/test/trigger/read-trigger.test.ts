import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readTrigger } from '../../src/trigger/read-trigger.ts';
import type { Trigger } from '../../src/trigger/trigger.ts';
import {
  appSync,
  cognito,
  dynamoRecord,
  eventBridge,
  HEADER,
  httpApi,
  kafka,
  kinesisRecord,
  loadBalancer,
  logs,
  multiValueLoadBalancer,
  restApi,
  s3Record,
  snsRecord,
  sqsRecord,
  stepFunctions,
  webSocket,
} from './events.ts';

const EVENTS: readonly object[] = [
  restApi(),
  httpApi(),
  loadBalancer(),
  multiValueLoadBalancer(),
  webSocket('CONNECT', '$connect'),
  appSync('Query'),
  { Records: [sqsRecord('m-1', { header: HEADER }), sqsRecord('m-2')] },
  { Records: [snsRecord()] },
  { Records: [kinesisRecord()] },
  { Records: [dynamoRecord('INSERT')] },
  { Records: [s3Record('ObjectCreated:Put')] },
  kafka(),
  eventBridge(),
  stepFunctions(),
  logs,
  cognito,
];

const SCALARS = new Set(['string', 'number', 'boolean']);

/** That it is what a span takes, whatever came in. */
function expectSound({ attributes, links, carrier }: Trigger): void {
  expect(Object.values(attributes).filter((value) => !SCALARS.has(typeof value))).toEqual([]);
  expect(links.length).toBeLessThanOrEqual(128);
  expect(links.filter(({ context }) => !/^[\da-f]{32}$/.test(context.traceId))).toEqual([]);
  expect(Object.values(carrier).filter((value) => typeof value !== 'string')).toEqual([]);
}

/** Every path of an event that leads to a value. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

/** The event with one of its values replaced: what a real event becomes when one member of it is odd. */
function withValue(event: unknown, [key, ...rest]: readonly string[], odd: unknown): unknown {
  if (key === undefined) return odd;
  const copy: Record<string, unknown> = { ...(event as Record<string, unknown>) };
  copy[key] = withValue(copy[key], rest, odd);
  return Array.isArray(event) ? Object.values(copy) : copy;
}

const oddEvent = fc
  .constantFrom(...EVENTS)
  .chain((event) => fc.tuple(fc.constant(event), fc.constantFrom(...pathsOf(event)), fc.anything()))
  .map(([event, path, odd]) => withValue(event, path, odd));

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** An event each of whose members throws when it is read for the nth time. */
function treacherous(event: object, reads: number): object {
  let left = reads;
  const guard = (target: object): object =>
    new Proxy(target, {
      get: (of, key, receiver): unknown => {
        if (left-- <= 0) throw new Error('broken');
        const value: unknown = Reflect.get(of, key, receiver);
        return typeof value === 'object' && value !== null ? guard(value) : value;
      },
    });
  return guard(structuredClone(event));
}

describe('readTrigger', () => {
  test('never throws and gives what a span takes, for anything', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ Records: fc.array(fc.anything()) })),
        fc.anything(),
        (event, answer) => {
          const trigger = readTrigger(event);
          expectSound(trigger);
          expect(trigger.toResponseAttributes(answer)).toBeTypeOf('object');
        },
      ),
    );
  });

  test('never throws and gives what a span takes, for an event with one odd value', () => {
    fc.assert(
      fc.property(oddEvent, fc.anything(), (event, answer) => {
        const trigger = readTrigger(event);
        expectSound(trigger);
        expect(trigger.toResponseAttributes(answer)).toBeTypeOf('object');
      }),
      { numRuns: 2_000 },
    );
  });

  test('never throws for members that do', () => {
    fc.assert(
      fc.property(fc.constantFrom(...EVENTS), fc.nat(200), (event, reads) => {
        expectSound(readTrigger(treacherous(event, reads)));
      }),
    );
  });

  it('tells nothing of an event whose members throw', () => {
    expect(readTrigger(treacherous({ Records: [sqsRecord('m-1')] }, 0))).toMatchObject({ attributes: {}, links: [] });
  });

  it('tells nothing of a revoked proxy', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(readTrigger(proxy)).toMatchObject({ attributes: {}, links: [], carrier: {} });
  });

  it('reads an event that holds itself', () => {
    const event = httpApi();
    event['self'] = event;
    event['headers'] = { host: 'shop.example.com', event };
    expect(readTrigger(event)).toMatchObject({ carrier: { host: 'shop.example.com' } });
  });

  it('changes nothing of an event, which may be frozen', () => {
    const told = EVENTS.map((event) => readTrigger(frozen(structuredClone(event))).attributes);
    const events = structuredClone(EVENTS);
    expect(events.map((event) => readTrigger(event).attributes)).toEqual(told);
    expect(told.filter((attributes) => attributes['faas.trigger'] === undefined)).toEqual([]);
    expect(events).toEqual(EVENTS);
  });

  it('gives each invocation objects of its own', () => {
    const first = readTrigger({});
    (first.attributes as Record<string, unknown>)['mine'] = true;
    first.links.push({ context: { traceId: 'x', spanId: 'y', traceFlags: 0 } });
    expect(readTrigger({})).toMatchObject({ attributes: {}, links: [] });
    expect(readTrigger({}).attributes).toEqual({});
  });

  it('looks at a bounded part of a million records', () => {
    let reads = 0;
    const record = {
      eventSource: 'aws:sqs',
      get messageAttributes(): undefined {
        reads += 1;
        return undefined;
      },
    };
    const Records = Array.from({ length: 1_000_000 }, () => record);
    const { attributes, links } = readTrigger({ Records });
    expect(links).toEqual([]);
    expect(attributes).toMatchObject({
      'messaging.batch.message_count': 1_000_000,
      'messaging.batch.unlinked_message_count': 999_000,
    });
    expect(reads).toBeLessThan(10_000);
  });
});
