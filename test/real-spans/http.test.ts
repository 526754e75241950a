import { type ReadableSpan, type SegmentDocument, translate } from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { loadTraces } from './load.ts';

const SCOPES = /instrumentation-(http|undici|aws-lambda)$|@hono\/otel$/;
const spans = loadTraces(process.env['REAL_SPANS'])
  .flatMap((trace) => trace.spans)
  .filter(
    ({ instrumentationScope, attributes }) =>
      SCOPES.test(instrumentationScope?.name ?? '') && attributes['messaging.operation.type'] === undefined,
  );

function documentOf(span: ReadableSpan): SegmentDocument {
  const translation = translate(span);
  return (
    translation.ok ? translation.documents.find(({ id }) => id === span.spanContext().spanId) : undefined
  ) as SegmentDocument;
}

/** The first of the attributes that is there. */
function first({ attributes }: ReadableSpan, ...keys: readonly string[]): string | undefined {
  const value = keys.map((key) => attributes[key]).find((one) => one !== undefined && one !== '');
  return value === undefined ? undefined : String(value);
}

/** Host as it must stand in a URL, port, path and query, put together from whatever the span has: not by our code. */
function expectedUrl(span: ReadableSpan): URL | undefined {
  const [whole, old] = [first(span, 'url.full'), first(span, 'http.url')];
  if (whole !== undefined || old?.startsWith('http')) return new URL(whole ?? String(old));
  const host = first(span, 'server.address', 'http.host', 'net.host.name');
  if (host === undefined) return undefined;
  const url = new URL(
    `${first(span, 'url.scheme', 'http.scheme') ?? 'http'}://${host.includes(':') && !/[[\].]/.test(host) ? `[${host}]` : host}`,
  );
  const port = first(span, 'server.port', 'net.host.port');
  if (port !== undefined) url.port = port;
  const query = first(span, 'url.query')?.replace('?', '');
  const target = first(span, 'url.path') === undefined ? old : undefined;
  return new URL(target ?? `${first(span, 'url.path') ?? '/'}${query === undefined ? '' : `?${query}`}`, url);
}

const SECRET = /^(sig|signature|token|awsaccesskeyid|x-goog-signature|x-amz-.*)$/i;

/** The URL without what must not be told. */
function masked(url: URL): string {
  const copy = new URL(url);
  if (copy.password !== '') [copy.username, copy.password] = ['REDACTED', 'REDACTED'];
  for (const key of new Set(copy.searchParams.keys())) if (SECRET.test(key)) copy.searchParams.set(key, 'REDACTED');
  return decodeURIComponent(copy.href).replaceAll('+', ' ');
}

describe('HTTP requests', () => {
  it('are there', () => expect(spans).not.toHaveLength(0));

  it('have their whole URL: scheme, host, port, path and query, and no secret', () => {
    const wrong = spans.flatMap((span) => {
      const found = documentOf(span).http?.request?.url;
      const expected = expectedUrl(span);
      const same =
        found === undefined || expected === undefined
          ? found === expected
          : masked(new URL(found)) === masked(expected);
      return same ? [] : [{ span: span.name, attributes: span.attributes, found }];
    });
    expect(wrong).toEqual([]);
  });

  it('name no user and no password', () => {
    const urls = spans.map((span) => documentOf(span).http?.request?.url).filter((url) => url !== undefined);
    expect(urls.filter((url) => !/^(REDACTED)?$/.test(new URL(url).password))).toEqual([]);
  });

  it('have their method, by its real name', () => {
    const wrong = spans.flatMap((span) => {
      const method = first(span, 'http.request.method', 'http.method');
      const expected = method === '_OTHER' ? first(span, 'http.request.method_original') : method;
      const found = documentOf(span).http?.request?.method;
      return found === expected ? [] : [{ span: span.name, expected, found }];
    });
    expect(wrong).toEqual([]);
  });

  it('have their status, and the flags that follow from it', () => {
    const wrong = spans.flatMap((span) => {
      const status = first(span, 'http.response.status_code', 'http.status_code');
      const { http, error = false, fault = false, throttle = false } = documentOf(span);
      const code = Number(status ?? 0);
      // An invocation that threw an error without a message has no status; its exception tells.
      const isInvocation = String(first(span, 'cloud.resource_id', 'faas.id') ?? '').startsWith('arn:aws:lambda:');
      const hasThrown = isInvocation && span.events.some(({ name }) => name === 'exception');
      const isFailed = code < 400 && (span.status.code === 2 || hasThrown);
      const expected = [code >= 400 && code < 500, code >= 500 || isFailed, code === 429];
      const isSame =
        String(http?.response?.status) === String(status) &&
        JSON.stringify(expected) === JSON.stringify([error, fault, throttle]);
      return isSame ? [] : [{ span: span.name, status, error, fault, throttle }];
    });
    expect(wrong).toEqual([]);
  });

  it('tell the client to the server alone', () => {
    const calls = spans.filter(({ kind }) => kind === 2);
    expect(calls.filter((span) => documentOf(span).http?.request?.client_ip !== undefined)).toEqual([]);
    const wrong = spans
      .filter(({ kind }) => kind === 1)
      .flatMap((span) => {
        const expected = first(span, 'client.address', 'http.client_ip', 'network.peer.address', 'net.peer.ip');
        const found = documentOf(span).http?.request?.client_ip;
        return found === expected ? [] : [{ span: span.name, expected, found }];
      });
    expect(wrong).toEqual([]);
  });
});
