import { describe, expect, it } from 'vitest';
import { type Finding, lintDocument, type Severity } from '@otel-xray/testing';
import { RULES } from '../../src/lint/rules.ts';
import { broken, type Breakable, segment, subsegment } from './valid-documents.ts';

interface Mutation {
  readonly what: string;
  readonly mutate: (document: Breakable) => void;
  readonly rule: string;
  readonly pointer: string;
  /** Other rules that the same change breaks. */
  readonly also?: readonly string[];
}

const many = (count: number, of: (n: number) => unknown): unknown[] => Array.from({ length: count }, (_, n) => of(n));
const link = (n: number): object => ({ trace_id: segment.trace_id, id: `f${String(n).padStart(15, '0')}` });
/** The first child, and its child. */
const [first, second] = ['/subsegments/0', '/subsegments/0/subsegments/0'];

const ofSegments: readonly Mutation[] = [
  { what: 'no id', mutate: (d) => delete d.id, rule: 'id-format', pointer: '/id' },
  { what: 'a number as id', mutate: (d) => (d.id = 53), rule: 'id-format', pointer: '/id' },
  { what: 'a short id', mutate: (d) => (d.id = 'a1'), rule: 'id-format', pointer: '/id' },
  { what: 'an id that is not hex', mutate: (d) => (d.id = 'span-id-of-sixte'), rule: 'id-format', pointer: '/id' },
  { what: 'an upper-case id', mutate: (d) => (d.id = '00000000000000A1'), rule: 'id-case', pointer: '/id' },
  { what: 'an id of zeros', mutate: (d) => (d.id = '0'.repeat(16)), rule: 'id-zero', pointer: '/id' },
  { what: 'no id of a child', mutate: (d) => delete d.subsegments[0].id, rule: 'id-format', pointer: `${first}/id` },
  { what: 'no trace id', mutate: (d) => delete d.trace_id, rule: 'trace-id-format', pointer: '/trace_id' },
  {
    what: 'a W3C trace id',
    mutate: (d) => (d.trace_id = '6553f100a1b2c3d4e5f60718293a4b5c'),
    rule: 'trace-id-format',
    pointer: '/trace_id',
  },
  {
    what: 'a trace id of version 2',
    mutate: (d) => (d.trace_id = d.trace_id.replace('1-', '2-')),
    rule: 'trace-id-format',
    pointer: '/trace_id',
  },
  {
    what: 'a trace id of zeros',
    mutate: (d) => (d.trace_id = `1-${'0'.repeat(8)}-${'0'.repeat(24)}`),
    rule: 'id-zero',
    pointer: '/trace_id',
  },
  { what: 'no name', mutate: (d) => delete d.name, rule: 'name-missing', pointer: '/name' },
  { what: 'an empty name', mutate: (d) => (d.name = ''), rule: 'name-missing', pointer: '/name' },
  { what: 'null as name', mutate: (d) => (d.name = null), rule: 'name-missing', pointer: '/name' },
  { what: 'a query in the name', mutate: (d) => (d.name = 'GET /?q=1'), rule: 'name-characters', pointer: '/name' },
  { what: 'a line feed in the name', mutate: (d) => (d.name = 'a\nb'), rule: 'name-characters', pointer: '/name' },
  {
    what: 'an emoji in a child’s name',
    mutate: (d) => (d.subsegments[0].subsegments[0].name = 'cart 🛒'),
    rule: 'name-characters',
    pointer: `${second}/name`,
  },
  { what: 'a long name', mutate: (d) => (d.name = 'n'.repeat(201)), rule: 'name-length', pointer: '/name' },
  { what: 'a name of spaces', mutate: (d) => (d.name = '  '), rule: 'name-blank', pointer: '/name' },
  { what: 'a name that ends in a space', mutate: (d) => (d.name = 'orders '), rule: 'name-spaces', pointer: '/name' },
  { what: 'no start', mutate: (d) => delete d.start_time, rule: 'start-time', pointer: '/start_time' },
  { what: 'a date as start', mutate: (d) => (d.start_time = '2023-11-14'), rule: 'start-time', pointer: '/start_time' },
  { what: 'NaN as start', mutate: (d) => (d.start_time = Number.NaN), rule: 'start-time', pointer: '/start_time' },
  { what: 'a text as end', mutate: (d) => (d.end_time = '1700000001.5'), rule: 'end-time', pointer: '/end_time' },
  { what: 'an end in milliseconds', mutate: (d) => (d.end_time *= 1000), rule: 'time-unit', pointer: '/end_time' },
  {
    what: 'an end before the start',
    mutate: (d) => (d.end_time = d.start_time - 1),
    rule: 'end-before-start',
    pointer: '/end_time',
  },
  {
    what: 'a child’s end of 0',
    mutate: (d) => (d.subsegments[0].end_time = 0),
    rule: 'end-before-start',
    pointer: `${first}/end_time`,
  },
  {
    what: 'a child before its parent',
    mutate: (d) => (d.subsegments[0].start_time -= 2),
    rule: 'child-before-parent',
    pointer: `${first}/start_time`,
  },
  { what: 'no end', mutate: (d) => delete d.end_time, rule: 'end-or-in-progress', pointer: '' },
  {
    what: 'no end of a child',
    mutate: (d) => delete d.subsegments[0].end_time,
    rule: 'end-or-in-progress',
    pointer: first,
  },
  {
    what: 'an end, and in progress',
    mutate: (d) => (d.in_progress = true),
    rule: 'end-and-in-progress',
    pointer: '/in_progress',
  },
  {
    what: 'a text as in_progress',
    mutate: (d) => (d.in_progress = 'no'),
    rule: 'member-type',
    pointer: '/in_progress',
  },
  { what: 'an empty parent', mutate: (d) => (d.parent_id = ''), rule: 'parent-format', pointer: '/parent_id' },
  { what: 'null as parent', mutate: (d) => (d.parent_id = null), rule: 'parent-format', pointer: '/parent_id' },
  { what: 'its own parent', mutate: (d) => (d.parent_id = d.id), rule: 'parent-self', pointer: '/parent_id' },
  {
    what: 'another parent of a child',
    mutate: (d) => (d.subsegments[0].parent_id = '00000000000000ff'),
    rule: 'nested-parent',
    pointer: `${first}/parent_id`,
  },
  {
    what: 'another trace of a child',
    mutate: (d) => (d.subsegments[0].trace_id = '1-6553f100-ffffffffffffffffffffffff'),
    rule: 'nested-trace',
    pointer: `${first}/trace_id`,
  },
  { what: 'an invented type', mutate: (d) => (d.type = 'segment'), rule: 'type-value', pointer: '/type' },
  {
    what: 'children by name',
    mutate: (d) => (d.subsegments = { call: d.subsegments[0] }),
    rule: 'subsegments-shape',
    pointer: '/subsegments',
  },
  {
    what: 'a child that is an id',
    mutate: (d) => d.subsegments.push('00000000000000b9'),
    rule: 'subsegments-shape',
    pointer: '/subsegments/1',
  },
  {
    what: 'one id for two',
    mutate: (d) => (d.subsegments[0].subsegments[0].id = d.id),
    rule: 'duplicate-id',
    pointer: `${second}/id`,
  },
  {
    what: 'more than 64 kB',
    mutate: (d) => (d.metadata.default.blob = 'x'.repeat(70_000)),
    rule: 'document-size',
    pointer: '',
  },
  {
    what: 'more than a datagram',
    mutate: (d) => (d.metadata.default.blob = 'x'.repeat(65_500 - Buffer.byteLength(JSON.stringify(d)))),
    rule: 'datagram-size',
    pointer: '',
  },
  {
    what: 'an invented namespace',
    mutate: (d) => (d.subsegments[0].namespace = 'AWS'),
    rule: 'namespace-value',
    pointer: `${first}/namespace`,
  },
  {
    what: 'a namespace of a segment',
    mutate: (d) => (d.namespace = 'aws'),
    rule: 'namespace-on-segment',
    pointer: '/namespace',
  },
  {
    what: 'a text as fault',
    mutate: (d) => (d.fault = 'true'),
    rule: 'member-type',
    pointer: '/fault',
    also: ['cause-without-flag', 'status-without-flag'],
  },
  {
    what: 'a 4xx without flag',
    mutate: (d) => delete d.subsegments[0].error,
    rule: 'status-without-flag',
    pointer: `${first}/http/response/status`,
  },
  { what: 'throttle alone', mutate: (d) => (d.throttle = true), rule: 'throttle-without-error', pointer: '/throttle' },
  { what: 'a message as cause', mutate: (d) => (d.cause = 'no stock'), rule: 'cause-shape', pointer: '/cause' },
  { what: 'an empty cause', mutate: (d) => (d.cause = {}), rule: 'cause-empty', pointer: '/cause' },
  {
    what: 'a cause without flag',
    mutate: (d) => (d.subsegments[0].subsegments[0].cause = { exceptions: [{ id: '00000000000000c9' }] }),
    rule: 'cause-without-flag',
    pointer: `${second}/cause`,
  },
  {
    what: 'an exception without id',
    mutate: (d) => delete d.cause.exceptions[0].id,
    rule: 'exception-id',
    pointer: '/cause/exceptions/0/id',
  },
  {
    what: 'one id for two exceptions',
    mutate: (d) => d.cause.exceptions.push({ id: '00000000000000c1' }),
    rule: 'exception-duplicate',
    pointer: '/cause/exceptions/2/id',
  },
  {
    what: 'a chain of causes that breaks off',
    mutate: (d) => d.cause.exceptions.pop(),
    rule: 'exception-cause',
    pointer: '/cause/exceptions/0/cause',
  },
  {
    what: 'a stack as text',
    mutate: (d) => (d.cause.exceptions[0].stack = 'at buy (/srv/app.js:7)'),
    rule: 'member-type',
    pointer: '/cause/exceptions/0/stack',
  },
  {
    what: 'a line as text',
    mutate: (d) => (d.cause.exceptions[1].stack[0].line = '7'),
    rule: 'member-type',
    pointer: '/cause/exceptions/1/stack/0/line',
  },
  {
    what: 'a text as status',
    mutate: (d) => (d.http.response.status = '500'),
    rule: 'member-type',
    pointer: '/http/response/status',
  },
  {
    what: 'status 0',
    mutate: (d) => (d.http.response.status = 0),
    rule: 'http-status-range',
    pointer: '/http/response/status',
  },
  {
    what: 'an unknown length as -1',
    mutate: (d) => (d.http.response.content_length = -1),
    rule: 'http-content-length',
    pointer: '/http/response/content_length',
  },
  {
    what: 'a path as URL',
    mutate: (d) => (d.http.request.url = '/orders'),
    rule: 'http-url',
    pointer: '/http/request/url',
  },
  {
    what: 'x_forwarded_for alone',
    mutate: (d) => delete d.http.request.client_ip,
    rule: 'http-forwarded',
    pointer: '/http/request/x_forwarded_for',
  },
  {
    what: 'a long user agent',
    mutate: (d) => (d.http.request.user_agent = 'u'.repeat(251)),
    rule: 'text-length',
    pointer: '/http/request/user_agent',
  },
  { what: 'a long user', mutate: (d) => (d.user = 'u'.repeat(251)), rule: 'text-length', pointer: '/user' },
  { what: 'a number as user', mutate: (d) => (d.user = 7), rule: 'member-type', pointer: '/user' },
  {
    what: 'a short account',
    mutate: (d) => (d.aws.account_id = '42'),
    rule: 'aws-account-id',
    pointer: '/aws/account_id',
  },
  {
    what: 'a log group’s name as ARN',
    mutate: (d) => (d.aws.cloudwatch_logs[0].arn = '/orders'),
    rule: 'aws-arn',
    pointer: '/aws/cloudwatch_logs/0/arn',
  },
  {
    what: 'negative retries',
    mutate: (d) => (d.subsegments[0].aws.retries = -1),
    rule: 'aws-retries',
    pointer: `${first}/aws/retries`,
  },
  {
    what: 'null in aws',
    mutate: (d) => (d.aws.ecs.container = null),
    rule: 'member-type',
    pointer: '/aws/ecs/container',
  },
  {
    what: 'an invented preparation',
    mutate: (d) => (d.subsegments[0].subsegments[0].sql.preparation = 'prepared'),
    rule: 'sql-preparation',
    pointer: `${second}/sql/preparation`,
  },
  {
    what: 'a password in a URL',
    mutate: (d) => (d.subsegments[0].subsegments[0].sql.url = 'postgresql://app:hunter2@db.internal/orders'),
    rule: 'credentials',
    pointer: `${second}/sql/url`,
  },
  { what: 'sql of a segment', mutate: (d) => (d.sql = { user: 'app' }), rule: 'subsegment-only', pointer: '/sql' },
  {
    what: 'annotations as a list',
    mutate: (d) => (d.annotations = ['acme']),
    rule: 'annotations-shape',
    pointer: '/annotations',
  },
  {
    what: 'a dash in an annotation’s key',
    mutate: (d) => (d.annotations['tenant-id'] = 'acme'),
    rule: 'annotation-key',
    pointer: '/annotations/tenant-id',
  },
  {
    what: 'a slash in an annotation’s key',
    mutate: (d) => (d.annotations['a/b~c'] = 1),
    rule: 'annotation-key',
    pointer: '/annotations/a~1b~0c',
  },
  {
    what: 'a long key',
    mutate: (d) => (d.annotations['k'.repeat(501)] = 1),
    rule: 'annotation-key-length',
    pointer: `/annotations/${'k'.repeat(501)}`,
  },
  {
    what: 'a list as annotation',
    mutate: (d) => (d.annotations.tags = ['a']),
    rule: 'annotation-value',
    pointer: '/annotations/tags',
  },
  {
    what: 'null as annotation',
    mutate: (d) => (d.annotations.tags = null),
    rule: 'annotation-value',
    pointer: '/annotations/tags',
  },
  {
    what: 'a long annotation',
    mutate: (d) => (d.annotations.note = 'é'.repeat(1001)),
    rule: 'annotation-value-length',
    pointer: '/annotations/note',
  },
  {
    what: '51 annotations',
    mutate: (d) => (d.annotations = Object.fromEntries(many(51, (n) => [`k${n}`, n]) as [string, unknown][])),
    rule: 'annotation-count',
    pointer: '/annotations',
  },
  {
    what: 'an empty annotation',
    mutate: (d) => (d.annotations.note = ''),
    rule: 'annotation-empty',
    pointer: '/annotations/note',
  },
  {
    what: 'metadata without namespace',
    mutate: (d) => (d.metadata.cart = 7),
    rule: 'metadata-shape',
    pointer: '/metadata/cart',
  },
  { what: 'metadata as text', mutate: (d) => (d.metadata = 'cart'), rule: 'metadata-shape', pointer: '/metadata' },
  {
    what: 'a reserved namespace',
    mutate: (d) => (d.metadata['AWS.SDK'] = {}),
    rule: 'metadata-reserved',
    pointer: '/metadata/AWS.SDK',
  },
  { what: 'links as object', mutate: (d) => (d.links = {}), rule: 'links-shape', pointer: '/links' },
  {
    what: 'attributes of a link as list',
    mutate: (d) => (d.links[0].attributes = []),
    rule: 'links-shape',
    pointer: '/links/0/attributes',
  },
  { what: 'a link’s empty id', mutate: (d) => (d.links[0].id = ''), rule: 'link-ids', pointer: '/links/0/id' },
  {
    what: 'a link to a W3C trace id',
    mutate: (d) => (d.links[0].trace_id = '6553f100a1b2c3d4e5f60718293a4b5c'),
    rule: 'link-ids',
    pointer: '/links/0/trace_id',
  },
  { what: '21 links', mutate: (d) => (d.links = many(21, link)), rule: 'link-count', pointer: '/links' },
  { what: 'a slip of the pen', mutate: (d) => (d.anotations = {}), rule: 'unknown-member', pointer: '/anotations' },
  {
    what: 'a member in camelCase',
    mutate: (d) => (d.http.response.contentLength = 1),
    rule: 'unknown-member',
    pointer: '/http/response/contentLength',
  },
];

const ofSubsegments: readonly Mutation[] = [
  { what: 'no parent', mutate: (d) => delete d.parent_id, rule: 'parent-missing', pointer: '/parent_id' },
  { what: 'no trace id', mutate: (d) => delete d.trace_id, rule: 'trace-id-format', pointer: '/trace_id' },
  { what: 'in_progress: false', mutate: (d) => (d.in_progress = false), rule: 'end-or-in-progress', pointer: '' },
  {
    what: 'x_forwarded_for',
    mutate: (d) => (d.http = { request: { client_ip: '10.0.0.1', x_forwarded_for: true } }),
    rule: 'http-forwarded',
    pointer: '/http/request/x_forwarded_for',
  },
  { what: 'traced as text', mutate: (d) => (d.traced = 'yes'), rule: 'member-type', pointer: '/traced' },
  {
    what: 'a number among siblings',
    mutate: (d) => (d.precursor_ids = [7]),
    rule: 'member-type',
    pointer: '/precursor_ids/0',
  },
];

/** What each rule costs, told a second time: a severity that moves fails somebody's build, or no longer does. */
const SEVERITIES: Readonly<Record<Severity, string>> = {
  rejected:
    'id-format trace-id-format name-missing name-characters name-length start-time end-time end-or-in-progress parent-missing parent-format document-size',
  dropped:
    'subsegments-shape duplicate-id datagram-size cause-shape exception-id annotations-shape annotation-key annotation-key-length annotation-value annotation-value-length annotation-count metadata-shape links-shape link-ids link-count member-type text-length',
  wrong:
    'id-zero name-blank time-unit end-before-start child-before-parent end-and-in-progress parent-self nested-parent nested-trace type-value namespace-value status-without-flag exception-duplicate exception-cause http-status-range http-content-length aws-retries',
  advice:
    'id-case name-spaces namespace-on-segment throttle-without-error cause-without-flag cause-empty http-url http-forwarded aws-account-id aws-arn sql-preparation credentials annotation-empty metadata-reserved unknown-member subsegment-only',
};

const severities = new Map(
  Object.entries(SEVERITIES).flatMap(([severity, ids]) => ids.split(' ').map((id) => [id, severity] as const)),
);

function expectCaught(findings: readonly Finding[], { rule, pointer, also = [] }: Mutation): void {
  const [own, ...others] = findings.toSorted((a, b) => Number(b.rule === rule) - Number(a.rule === rule));
  expect(own).toMatchObject({ rule, severity: severities.get(rule), pointer });
  expect(own?.source).not.toBe('');
  expect(others.map((finding) => finding.rule).toSorted()).toEqual(also);
}

describe('a valid document', () => {
  it.each([
    { what: 'segment', document: segment },
    { what: 'subsegment', document: subsegment },
  ])('has no findings: $what', ({ document }) => {
    expect(lintDocument(document)).toEqual([]);
  });
});

describe('a segment that is broken in one way', () => {
  it.each(ofSegments)('is caught by $rule: $what', (mutation) => {
    expectCaught(lintDocument(broken(segment, mutation.mutate)), mutation);
  });
});

describe('a subsegment that is broken in one way', () => {
  it.each(ofSubsegments)('is caught by $rule: $what', (mutation) => {
    expectCaught(lintDocument(broken(subsegment, mutation.mutate)), mutation);
  });
});

describe('the mutations', () => {
  it('are at least 50, and break every rule', () => {
    const all = [...ofSegments, ...ofSubsegments];
    expect(all.length).toBeGreaterThanOrEqual(50);
    expect([...new Set(all.map(({ rule }) => rule))].toSorted()).toEqual(RULES.map(({ id }) => id).toSorted());
  });
});
