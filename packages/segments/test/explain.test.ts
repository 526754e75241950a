import { describe, expect, it } from 'vitest';
import { explain } from '../src/explain.ts';
import type { ExplainedAttribute, ExplainedMember, Explanation } from '../src/explain/explanation.ts';
import type { Attributes, ReadableSpan } from '../src/span.ts';
import type { TranslateOptions } from '../src/translation.ts';
import { exceptionEvent, LOCAL_PARENT, makeSpan, type PlainSpan, SPAN_ID } from './spans.ts';

type Explained = Extract<Explanation, { ok: true }>;

function explained(span: PlainSpan, options?: TranslateOptions): Explained {
  const answer = explain(makeSpan(span), options);
  if (!answer.ok) throw new Error(`no documents: ${answer.reason}`);
  return answer;
}

/** The member of the last document: the only one, or the service's segment. */
function memberOf(path: string, span: PlainSpan, options?: TranslateOptions): ExplainedMember | undefined {
  return explained(span, options)
    .documents.at(-1)
    ?.members.find(({ member }) => member === path);
}

function attributeOf(key: string, span: PlainSpan, options?: TranslateOptions): ExplainedAttribute | undefined {
  return explained(span, options).attributes.find((attribute) => attribute.key === key);
}

const call = (attributes: Attributes, members: PlainSpan = {}): PlainSpan => {
  return { kind: 2, parentSpanContext: LOCAL_PARENT, attributes, ...members };
};

describe('explain: what gave a member', () => {
  it.each([
    {
      why: 'the newer convention wins',
      span: call({ 'http.url': 'http://old.example/', 'url.full': 'http://new.example/' }),
      member: 'http.request.url',
      from: ['url.full'],
      ignored: [{ input: 'http.url', why: 'url.full is preferred' }],
    },
    {
      why: 'put together from parts, also where a part is the default',
      span: call({ 'url.scheme': 'http', 'server.address': 'shop.example', 'server.port': 80, 'url.path': '/a' }),
      member: 'http.request.url',
      from: ['url.scheme', 'server.address', 'server.port', 'url.path'],
      ignored: [],
    },
    {
      why: 'the same in both conventions',
      span: call({ 'http.method': 'GET', 'http.request.method': 'GET' }),
      member: 'http.request.method',
      from: ['http.request.method'],
      ignored: [{ input: 'http.method', why: 'says the same as http.request.method' }],
    },
    {
      why: 'of the wrong type, or empty',
      span: call({ 'user_agent.original': 5, 'http.user_agent': 'curl' }),
      member: 'http.request.user_agent',
      from: ['http.user_agent'],
      ignored: [{ input: 'user_agent.original', why: 'is no text' }],
    },
    {
      why: 'empty',
      span: call({ 'user_agent.original': '', 'http.user_agent': 'curl' }),
      member: 'http.request.user_agent',
      from: ['http.user_agent'],
      ignored: [{ input: 'user_agent.original', why: 'empty' }],
    },
    {
      why: 'the condition does not hold',
      span: call({ 'aws.local.service': 'orders', 'peer.service': 'billing' }, { resource: {} }),
      member: 'name',
      from: ['peer.service'],
      ignored: [{ input: 'aws.local.service', why: "only for server spans, local roots, and a service's own segment" }],
    },
    {
      why: 'an annotation names what asked for it, and what it won over',
      span: {
        attributes: { 'app tenant': 'acme', app_tenant: 'other', 'aws.xray.annotations': ['app_tenant', 'app tenant'] },
      },
      member: 'annotations.app_tenant',
      from: ['app_tenant', 'aws.xray.annotations'],
      ignored: [{ input: 'app tenant', why: 'not what the rule asks for' }],
    },
    {
      why: 'a part of the span',
      span: { name: 'work' },
      member: 'name',
      from: ['span.name'],
      ignored: [{ input: 'resource:service.name', why: "only for server spans and a service's own segment" }],
    },
    {
      why: 'the rule alone',
      span: {},
      member: 'aws.xray.auto_instrumentation',
      from: [],
      ignored: [],
    },
    {
      why: 'an event',
      span: { events: [exceptionEvent({ 'exception.type': 'RangeError' })] },
      member: 'cause.exceptions[0].type',
      from: ['events[exception].exception.type'],
      ignored: [],
    },
    {
      why: 'members of a JSON text, beside the attribute of the same key',
      span: { attributes: { 'aws.xray.metadata.app': '{"plan":"gold"}', 'span.name': 'x' } },
      member: 'metadata.app.plan',
      from: ['aws.xray.metadata.app'],
      ignored: [],
    },
    {
      why: 'an attribute whose key reads like a part of the span',
      span: { attributes: { 'span.name': 'x' } },
      member: 'metadata.default.span.name',
      from: ['attribute:span.name'],
      ignored: [],
    },
  ])('$member ← $from ($why)', ({ span, member, from, ignored }) => {
    expect(memberOf(member, span)).toMatchObject({ from, ignored });
  });

  it('tells the value, the rule and the differences', () => {
    const { value, rule, differences } = memberOf(
      'http.response.status',
      call({ 'http.response.status_code': '404' }),
    )!;
    expect(value).toBe(404);
    expect(rule).toMatch(/status code/);
    expect(differences).toContain('D32');
  });

  it('tells both documents of a call that was split', () => {
    const { documents } = explained({ kind: 2, attributes: { 'peer.service': 'billing' } });
    const names = documents.map(({ members }) => members.find(({ member }) => member === 'name'));
    expect(names.map((name) => name?.from)).toEqual([['peer.service'], ['resource:service.name']]);
    expect(documents[0]?.id).toBe(SPAN_ID);
    expect(documents.map(({ name }) => name)).toEqual(['billing', 'orders']);
  });
});

describe('explain: what was done to a value', () => {
  const sql = { 'db.system': 'postgresql', 'db.statement': "SELECT * FROM t WHERE a = 'secret'" };
  const query = 'sql.sanitized_query';
  it.each([
    {
      span: call({ 'url.full': 'https://shop.example/?token=abcdef' }),
      options: {},
      member: 'http.request.url',
      changed: ['a secret is hidden'],
    },
    { span: call(sql), options: {}, member: query, changed: ['literals are replaced (option sqlText)'] },
    { span: call(sql), options: { sqlText: 'asIs' as const }, member: query, changed: [] },
    {
      span: call({ 'enduser.id': 'bob' }),
      options: { redact: () => '***' },
      member: 'user',
      changed: ['changed by the hook redact'],
    },
    {
      span: { attributes: { 'enduser.id': 'x'.repeat(300) } },
      options: {},
      member: 'user',
      changed: ['cut at 250 characters; the whole is in metadata otel.user'],
    },
    {
      span: { attributes: { 'http.method': 'x'.repeat(300) } },
      options: {},
      member: 'http.request.method',
      changed: ['cut at 250 characters; the whole is in metadata otel.method'],
    },
  ])('$member: $changed', ({ span, options, member, changed }) => {
    expect(memberOf(member, span, options)?.changed).toEqual(changed);
  });
});

describe('explain: where an attribute stands', () => {
  it.each([
    { why: 'a member', key: 'enduser.id', attributes: { 'enduser.id': 'bob' }, answer: { places: ['user'] } },
    {
      why: 'metadata',
      key: 'app.tenant',
      attributes: { 'app.tenant': 'acme' },
      answer: { places: ['metadata.default.app.tenant'] },
    },
    {
      why: 'metadata, since the member takes another type',
      key: 'http.request.method',
      attributes: { 'http.request.method': 5, 'http.method': 'GET' },
      answer: { places: ['metadata.default.http.request.method'], why: 'http.request.method: is no text' },
    },
    {
      why: 'a member that says the same',
      key: 'http.method',
      attributes: { 'http.request.method': 'GET', 'http.method': 'GET' },
      answer: { places: ['http.request.method'], why: 'http.request.method: says the same as http.request.method' },
    },
    {
      why: 'nowhere: no value',
      key: 'app.gone',
      attributes: { 'app.gone': undefined },
      answer: { places: [], why: 'has no value' },
    },
    {
      why: 'nowhere: it lists others',
      key: 'aws.xray.annotations',
      attributes: { 'aws.xray.annotations': ['absent'] },
      answer: { places: [], why: 'lists attributes that become annotations' },
    },
  ])('$key ($why)', ({ key, attributes, answer }) => {
    expect(attributeOf(key, { kind: 1, attributes })).toEqual({ key, ...answer });
  });

  it('says that the option sqlText left it out', () => {
    const span = call({ 'db.system': 'mysql', 'db.statement': 'SELECT 1', 'db.query.parameter.0': 'x' });
    for (const key of ['db.statement', 'db.query.parameter.0']) {
      expect(attributeOf(key, span, { sqlText: 'off' })).toEqual({ key, places: [], why: 'the option sqlText is off' });
    }
  });

  it.each([
    { span: { kind: 1 }, places: ['name', 'metadata.default.otel.resource.service.name'], why: undefined },
    { span: call({ 'peer.service': 'billing' }), places: [], why: 'the segment of the service tells the resource' },
  ])('the resource: $places', ({ span, places, why }) => {
    const key = 'resource:service.name';
    expect(attributeOf(key, span)).toEqual({ key, places, ...(why !== undefined && { why }) });
  });
});

describe('explain: spans that cannot be explained', () => {
  it('gives the reason where there are no documents', () => {
    expect(explain(makeSpan({ traceId: '0'.repeat(32) }))).toEqual({ ok: false, reason: 'invalid-trace-id' });
  });

  it('tells the members that are left of a span that throws', () => {
    const span = makeSpan();
    const broken = { ...span, get attributes(): never { throw new Error('no'); } } as ReadableSpan; // prettier-ignore
    const answer = explain(broken);
    expect(answer).toMatchObject({ ok: true, attributes: [] });
    const [document] = (answer as Explained).documents;
    expect(document?.members.map(({ member, rule }) => ({ member, rule }))).toContainEqual({
      member: 'id',
      rule: 'The span could not be read in full.',
    });
  });
});
