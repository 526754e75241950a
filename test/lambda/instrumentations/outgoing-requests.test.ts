import { once } from 'node:events';
import { type ClientRequest, createServer, get, request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { channel } from 'node:diagnostics_channel';
import { text } from 'node:stream/consumers';
import { trace } from '@opentelemetry/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instrument as instrumentHttp } from '../../../packages/lambda/src/instrumentations/http.ts';
import { instrument as instrumentUndici } from '../../../packages/lambda/src/instrumentations/undici.ts';
import { closeServer, listenOnLoopback } from '../../loopback.ts';
import { recordWarnings, registerTelemetry, spansOf } from '../helpers/traced-calls.ts';

// As they are before they are patched: an import sees the patch.
const bare = { requestHttp, requestHttps };
let told: readonly string[];
/** Answers with the headers of the request, as they came. */
const server = createServer((request, response) => response.end(JSON.stringify(request.rawHeaders)));
let port: number;

beforeAll(async () => {
  registerTelemetry();
  const options = { tracerProvider: trace.getTracerProvider(), isRuntimeApi: () => false };
  instrumentHttp(options);
  instrumentUndici(options);
  port = await listenOnLoopback(server);
});
afterAll(() => closeServer(server));
beforeEach(() => (told = recordWarnings()));

const hostile = (): never => {
  throw new Error('not today');
};

/** The headers with which a request arrives; their names as they were written. */
async function headersOf(request: ClientRequest): Promise<readonly string[]> {
  const [response] = (await once(request.end(), 'response')) as [NodeJS.ReadableStream];
  return JSON.parse(await text(response)) as string[];
}

/** What is thrown. */
function thrownBy(work: () => unknown): unknown {
  try {
    return ['nothing', work()];
  } catch (error) {
    return error;
  }
}

describe('the official instrumentation of http', () => {
  it.each<{ headers: RequestOptions['headers'] | readonly (readonly string[])[]; why: string }>([
    { headers: { host: 'orders', accept: ['a', 'b'] }, why: 'an object' },
    { headers: Object.freeze({ host: 'orders', accept: 'a' }), why: 'frozen' },
    { headers: ['Host', 'orders', 'Accept', 'a', 'Accept', 'b'], why: 'a list' },
    { headers: Object.freeze(['Host', 'orders']) as readonly string[], why: 'a frozen list' },
    {
      headers: [
        ['Host', 'orders'],
        ['Accept', 'a'],
      ],
      why: 'a list of pairs',
    },
  ])('sends headers that are $why as they are, and the trace behind them', async ({ headers }) => {
    const options = { host: '127.0.0.1', port, headers: headers as RequestOptions['headers'] } as RequestOptions;
    const untraced = await headersOf(bare.requestHttp({ ...options, agent: false }));
    let traced: readonly string[] = [];
    const spans = await spansOf(async () => (traced = await headersOf(requestHttp({ ...options, agent: false }))));
    expect(spans).toMatchObject([{ attributes: { 'http.response.status_code': 200 } }]);
    const at = traced.indexOf('x-amzn-trace-id');
    expect(traced.toSpliced(at, 2)).toEqual(untraced);
    expect(traced[at + 1]).toContain(spans[0]?.spanContext().spanId);
    expect(told).toEqual([]);
  });

  it('leaves a trace header in a list', async () => {
    const headers = ['host', 'orders', 'X-Amzn-Trace-Id', 'Root=1-5759e988-bd862e3fe1be46a994272793'];
    let traced: readonly string[] = [];
    await spansOf(async () => (traced = await headersOf(requestHttp(`http://127.0.0.1:${port}`, { headers }))));
    expect(traced.slice(0, 4)).toEqual(headers);
    expect(traced.filter((name) => name.toLowerCase() === 'x-amzn-trace-id')).toHaveLength(1);
  });

  it.each<{ options: RequestOptions; why: string }>([
    { options: { headers: { host: undefined } }, why: 'a header of no value' },
    { options: { method: 5 as never }, why: 'a method that is no text' },
    { options: { path: '/a b' }, why: 'a path with a blank' },
    { options: { hostname: 5 as never }, why: 'a host that is no text' },
    { options: Object.defineProperty({}, 'path', { get: hostile, enumerable: true }), why: 'options that throw' },
    { options: Object.defineProperty({}, 'hostname', { get: hostile, enumerable: true }), why: 'a host that throws' },
  ])('refuses $why as Node does', async ({ options }) => {
    const refusal = thrownBy(() => bare.requestHttp(options));
    expect(refusal).toBeInstanceOf(Error);
    await spansOf(() => expect(thrownBy(() => requestHttp(options))).toEqual(refusal));
  });

  it('refuses a URL that cannot be read as Node does, whatever its headers are', async () => {
    const options = { headers: ['host', 'orders'] };
    const refusal = thrownBy(() => bare.requestHttp('no URL', options));
    expect(refusal).toMatchObject({ code: 'ERR_INVALID_URL' });
    await spansOf(() => expect(thrownBy(() => requestHttp('no URL', options))).toEqual(refusal));
  });

  it('reads a URL of another class, for https as for http', async () => {
    class ServiceUrl extends URL {}
    const url = new ServiceUrl('https://orders.test:8443/prices?day=1');
    await spansOf(() => {
      for (const request of [bare.requestHttps, requestHttps]) {
        const made = request(url, { lookup: (_host, _options, done) => done(new Error('nowhere'), '') });
        made.on('error', () => undefined).destroy();
        expect([made.host, made.path, made.getHeader('host')]).toEqual([
          'orders.test',
          '/prices?day=1',
          'orders.test:8443',
        ]);
      }
    });
  });

  it.each([
    { to: (url: string) => url, credentials: '', why: 'a text' },
    { to: (url: string) => new URL(url), credentials: '', why: 'a URL' },
    { to: (url: string) => new URL(url), credentials: 'u%40:p%3A@', why: 'a URL with credentials' },
  ])('calls back, with options or without, where it is given $why', async ({ to, credentials }) => {
    const target = to(`http://${credentials}127.0.0.1:${port}/a?b=1`);
    const call = (way: typeof requestHttp, ...options: unknown[]): Promise<unknown> =>
      new Promise((resolve) => {
        const answer = (response: NodeJS.ReadableStream): void => void text(response).then(resolve);
        (Reflect.apply(way, undefined, [target, ...options, answer]) as ClientRequest).end();
      });
    for (const options of [[], [undefined], [null], [{ headers: { host: 'orders' } }]]) {
      const untraced = await call(bare.requestHttp, ...options);
      let traced: unknown;
      const spans = await spansOf(async () => (traced = await call(requestHttp, ...options)));
      expect(spans).toMatchObject([{ attributes: { 'http.response.status_code': 200 } }]);
      const headers = JSON.parse(String(traced)) as string[];
      expect(headers.toSpliced(headers.indexOf('x-amzn-trace-id'), 2)).toEqual(JSON.parse(String(untraced)));
      expect(headers.includes('Basic dUA6cDo=')).toBe(credentials !== '');
    }
  });

  it('lets an error that is none pass', async () => {
    const heard: unknown[] = [];
    await spansOf(async () => {
      const request = get({ host: '127.0.0.1', port });
      request.on('error', (error) => heard.push(error));
      request.emit('error', undefined);
      await once(request, 'response').then(([response]) => (response as NodeJS.ReadableStream).resume());
    });
    expect(heard).toEqual([undefined]);
    expect(told).toEqual([expect.stringContaining('the instrumentation of http has failed')]);
  });
});

describe('the official instrumentation of undici', () => {
  it.each([
    { headers: {}, own: undefined, why: 'none' },
    { headers: { 'X-Amzn-Trace-Id': 'Root=mine' }, own: 'Root=mine', why: 'one of its own' },
  ])('sends one trace header with a request that has $why', async ({ headers, own }) => {
    let arrived: readonly string[] = [];
    const spans = await spansOf(async () => {
      const response = await fetch(`http://127.0.0.1:${port}`, { headers: headers as Record<string, string> });
      arrived = (await response.json()) as string[];
    });
    expect(spans).toMatchObject([{ attributes: { 'http.response.status_code': 200 } }]);
    const names = arrived.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
    expect(names.filter((name) => name === 'x-amzn-trace-id')).toHaveLength(1);
    const value = arrived[2 * names.indexOf('x-amzn-trace-id') + 1];
    expect(value).toContain(own ?? spans[0]?.spanContext().spanId);
  });

  it.each([
    { name: 'undici:request:create', message: { request: { origin: 'http://orders.test', path: '/', method: null } } },
    { name: 'undici:client:sendHeaders', message: undefined },
    { name: 'undici:request:error', message: null },
  ])('is not heard of by the app where it fails over a message of $name', ({ name, message }) => {
    // Thrown, it would be an uncaught exception, which fails this run.
    channel(name).publish(message);
    expect(told).toEqual([expect.stringContaining('the instrumentation of undici has failed')]);
  });
});
