import { describe, expect, it } from 'vitest';
import { assemble } from '../src/assemble.ts';
import { segment, subsegment } from './documents.ts';

describe('the region of a call', () => {
  const call = (aws: object) =>
    subsegment(2, 1, { name: 'DynamoDB', namespace: 'aws', aws: { operation: 'PutItem', ...aws } });
  const attempt = (url: string) => subsegment(3, 2, { namespace: 'remote', http: { request: { url } } });

  it.each([
    { url: 'https://dynamodb.eu-central-1.amazonaws.com/', region: 'eu-central-1', why: 'the service' },
    {
      url: 'https://123456789012.ddb.us-gov-west-1.amazonaws.com/',
      region: 'us-gov-west-1',
      why: 'the account’s own host',
    },
    { url: 'https://dynamodb.cn-north-1.amazonaws.com.cn/', region: 'cn-north-1', why: 'China' },
    { url: 'https://s3.dualstack.us-east-1.api.aws/', region: 'us-east-1', why: 'a newer domain' },
    { url: 'https://sts.amazonaws.com/', region: undefined, why: 'a host of all regions' },
    { url: 'http://127.0.0.1:8000/', region: undefined, why: 'no host of AWS' },
    { url: 'https://eu-central-1.amazonaws.com.example.com/', region: undefined, why: 'somebody else’s' },
  ])('is told by the host that was asked: $url → $region ($why)', ({ url, region }) => {
    expect(assemble([segment(1), call({}), attempt(url)])[0]?.subsegments?.[0]?.aws?.region).toBe(region);
  });

  it('is that of the call where it tells one', () => {
    const [whole] = assemble([
      segment(1),
      call({ region: 'eu-west-1' }),
      attempt('https://dynamodb.eu-central-1.amazonaws.com/'),
    ]);
    expect(whole?.subsegments?.[0]?.aws?.region).toBe('eu-west-1');
  });
});

describe('what an attempt tells', () => {
  const failing = subsegment(3, 2, {
    namespace: 'remote',
    fault: true,
    annotations: { 'app.tenant': 'acme' },
    http: { request: { url: 'https://sqs.eu-west-1.amazonaws.com/' } },
    cause: { exceptions: [{ id: '00000000000000e1', type: 'ECONNRESET', message: 'socket hang up' }] },
  });
  const call = subsegment(2, 1, { namespace: 'aws', fault: true, aws: { operation: 'SendMessage' } });

  it('stays beside the call: all that the call does not tell, and its annotations', () => {
    const members = {
      user: 'u-1',
      links: [{ trace_id: call.trace_id, id: '00000000000000aa' }],
      metadata: { default: { 'user_agent.original': 'aws-sdk-js' }, otel: { events: [{ name: 'retry' }] } },
    };
    const [whole] = assemble([call, { ...failing, ...members }]);
    const { id, name, start_time, end_time, fault, http, cause } = failing;
    expect(whole?.metadata?.['otel']).toEqual({
      span_id: call.id,
      attempts: [{ id, name, start_time, end_time, fault, http, cause, ...members }],
    });
  });

  it('stays beside the call where the attempt failed: its cause, and its annotations', () => {
    const [whole] = assemble([call, failing]);
    expect(whole?.annotations).toEqual({ 'app.tenant': 'acme' });
    expect(whole?.metadata?.['otel']).toMatchObject({ attempts: [{ id: failing.id, cause: failing.cause }] });
  });

  it.each([
    { status: 404, flags: { error: true } },
    { status: 429, flags: { error: true, throttle: true } },
    { status: 503, flags: { fault: true } },
  ])('decides the outcome of a call without a status: $status', ({ status, flags }) => {
    const [whole] = assemble([call, { ...failing, http: { ...failing.http, response: { status } } }]);
    const { error, fault, throttle } = whole ?? {};
    expect({ error, fault, throttle }).toEqual({ error: undefined, fault: undefined, throttle: undefined, ...flags });
  });

  it('brings what hangs below it along, hundreds of thousands too', () => {
    const http = { request: { url: 'https://sqs.eu-west-1.amazonaws.com/' } };
    const attempt = subsegment(3, 2, { namespace: 'remote', http });
    const below = Array.from({ length: 600_000 }, (_, i) => subsegment(i + 4, 3));
    const [whole] = assemble([segment(1), call, attempt, ...below]);
    expect(whole?.subsegments?.[0]?.subsegments).toHaveLength(600_000);
  });

  it('is no attempt where credentials were asked for', () => {
    const asking = { ...failing, http: { request: { url: 'http://169.254.170.2/v2/credentials/x' } } };
    expect(assemble([call, asking])[0]?.subsegments).toHaveLength(1);
  });
});

describe('annotations', () => {
  const many = (prefix: string, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, i]));
  const call = subsegment(2, 1, { namespace: 'aws', aws: { operation: 'PutItem' }, annotations: many('call', 30) });
  const attempt = (id: number, annotations: Record<string, number>) =>
    subsegment(id, 2, { namespace: 'remote', http: { request: { url: 'http://127.0.0.1:8000/' } }, annotations });

  it('stay within what X-Ray indexes, the call’s first, then the last attempt’s; the rest is kept with its attempt', () => {
    const [whole] = assemble([call, attempt(3, many('first', 30)), attempt(4, { ...many('last', 15), call0: 7 })]);
    expect(Object.keys(whole?.annotations ?? {})).toHaveLength(50);
    expect(whole?.annotations).toMatchObject({ ...many('call', 30), ...many('last', 15), ...many('first', 5) });
    const otel = whole?.metadata?.['otel'] as { attempts: { annotations: object }[] } | undefined;
    expect(Object.keys(otel?.attempts[0]?.annotations ?? {})).toHaveLength(25);
    expect(otel?.attempts[1]?.annotations).toEqual({ call0: 7 });
  });
});

describe('which requests are attempts', () => {
  const call = subsegment(2, 1, { name: 'Secrets Manager', namespace: 'aws', aws: { operation: 'GetSecretValue' } });
  const request = (id: number, url: string) => subsegment(id, 2, { namespace: 'remote', http: { request: { url } } });
  const secrets = 'https://secretsmanager.eu-central-1.amazonaws.com/';

  it.each([
    { urls: [secrets, secrets], folded: 2, why: 'one host, twice' },
    { urls: ['https://auth.example.com/token', secrets], folded: 1, why: 'an identity provider' },
    { urls: ['https://sts.amazonaws.com/', secrets], folded: 1, why: 'another service' },
    { urls: [secrets, 'https://auth.example.com/token'], folded: 1, why: 'also behind the call' },
    {
      urls: ['http://localhost:9001/credentials', 'http://localhost:4566/'],
      folded: 1,
      why: 'an agent beside a stand-in',
    },
    { urls: ['https://a.sts.amazonaws.com/', 'https://b.sts.amazonaws.com/'], folded: 1, why: 'the last one’s host' },
  ])('$why: $urls', ({ urls, folded }) => {
    const requests = urls.map((url, i) => request(i + 3, url));
    const [whole] = assemble([call, ...requests]);
    expect(whole?.aws?.retries).toBe(folded - 1);
    expect(whole?.subsegments ?? []).toHaveLength(urls.length - folded);
  });
});

describe('a call whose last attempt is not in the batch', () => {
  const call = subsegment(2, 1, { namespace: 'aws', aws: { operation: 'PutItem' } });
  const failed = subsegment(3, 2, {
    namespace: 'remote',
    fault: true,
    http: { request: { url: 'http://127.0.0.1:8000/' }, response: { status: 500 } },
  });

  it('keeps its id and its outcome, and counts no retries', () => {
    const [whole] = assemble([failed, call]);
    expect(whole).toMatchObject({ id: call.id, metadata: { otel: { attempts: [{ id: failed.id, fault: true }] } } });
    expect(whole?.aws).toEqual({ operation: 'PutItem' });
    expect(whole).not.toHaveProperty('fault');
  });
});

describe('what names a call of the same batch', () => {
  const call = subsegment(2, 1, { namespace: 'aws', aws: { operation: 'SendMessage' } });
  const attempt = subsegment(3, 2, { namespace: 'remote', http: { request: { url: 'http://127.0.0.1:9324/' } } });

  it('names it by the id of its attempt: a segment below it, and a link to it', () => {
    const below = segment(7, { parent_id: call.id });
    const linked = segment(8, { links: [{ trace_id: call.trace_id, id: call.id }] });
    const documents = assemble([below, linked, call, attempt]);
    expect(documents.find(({ id }) => id === below.id)?.parent_id).toBe(attempt.id);
    expect(documents.find(({ id }) => id === linked.id)?.links).toEqual([{ trace_id: call.trace_id, id: attempt.id }]);
  });

  it('names it also where an earlier attempt was named: by a segment below that, and by a link', () => {
    const first = { ...attempt, id: '00000000000000f1' };
    const below = segment(7, { parent_id: first.id });
    const linked = segment(8, { links: [{ trace_id: call.trace_id, id: first.id }] });
    const documents = assemble([below, linked, first, call, attempt]);
    expect(documents.find(({ id }) => id === below.id)?.parent_id).toBe(attempt.id);
    expect(documents.find(({ id }) => id === linked.id)?.links).toEqual([{ trace_id: call.trace_id, id: attempt.id }]);
  });
});
