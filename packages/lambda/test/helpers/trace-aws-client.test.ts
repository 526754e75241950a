import { propagation } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { traceAwsClient } from '../../src/index.ts';
import { type Recording, startRecording, stopRecording } from './recording.ts';

type Next = (args: object) => Promise<object>;
type Middleware = (next: Next, command: object) => Next;

const hostile = (): never => {
  throw new Error('not today');
};

/** A client whose calls are the steps that were added to it, and `answer`. */
function createClient(answer: Next, members: PropertyDescriptorMap = {}) {
  const steps: Middleware[] = [];
  const client = { middlewareStack: { add: (step: Middleware) => void steps.push(step) } };
  Object.defineProperties(client, members);
  const command = { clientName: 'SQSClient', commandName: 'GetQueueUrlCommand' };
  const send = (args: object = { input: {} }): Promise<object> =>
    steps.reduceRight((next, step) => step(next, command), answer)(args);
  return { client, send };
}

describe('traceAwsClient', () => {
  let recording: Recording;
  beforeEach(() => (recording = startRecording()));
  afterEach(stopRecording);

  it.each([
    { client: undefined, why: 'nothing' },
    { client: {}, why: 'no client' },
    { client: Object.defineProperty({}, 'middlewareStack', { get: hostile }), why: 'a client that cannot be read' },
    { client: { middlewareStack: { add: hostile } }, why: 'a client that takes no step' },
  ])('gives back $why as it is, with a word', ({ client }) => {
    expect(traceAwsClient(client as never)).toBe(client);
    expect(recording.told).toEqual([expect.stringContaining('traceAwsClient leaves an object as it is')]);
  });

  it('makes the calls of a client whose configuration cannot be read', async () => {
    const { client, send } = createClient(async () => ({ output: {} }), { config: { get: hostile } });
    traceAwsClient(client);
    expect((await recording.inTrace(() => send())).result).toEqual({ output: {} });
    expect(recording.spans()).toMatchObject([{ name: 'SQS.GetQueueUrl' }]);
  });

  it('lets a request that cannot be changed go out without its header, with a word', async () => {
    propagation.setGlobalPropagator({
      inject: (_context, carrier) => Object.assign(carrier as object, { 'X-Amzn-Trace-Id': 'Root=1-6553f100-a1b2' }),
      extract: (active) => active,
      fields: () => [],
    });
    const sent: object[] = [];
    const { client, send } = createClient(async (args) => (sent.push(args), { output: {} }));
    traceAwsClient(client);
    const request = { headers: Object.freeze({ host: 'sqs' }) };
    expect((await recording.inTrace(() => send({ input: {}, request }))).result).toEqual({ output: {} });
    expect(sent).toEqual([{ input: {}, request: { headers: { host: 'sqs' } } }]);
    expect(recording.told).toEqual([expect.stringContaining('without its trace header')]);
  });

  it('passes on an answer, and an error, that cannot be read', async () => {
    const answer = Object.defineProperty({}, 'output', {
      value: Object.defineProperty({}, '$metadata', { get: hostile }),
    });
    const answering = createClient(async () => answer);
    traceAwsClient(answering.client);
    expect((await recording.inTrace(async () => [await answering.send()])).result[0]).toBe(answer);

    const error: unknown = Object.defineProperty(new Error('its own'), '$metadata', { get: hostile });
    const failing = createClient(() => Promise.reject(error as Error));
    traceAwsClient(failing.client);
    await expect(recording.inTrace(failing.send)).rejects.toBe(error);
    expect(recording.spans()).toMatchObject([{ status: { code: 0 } }, { status: { code: 2, message: 'its own' } }]);
  });
});
