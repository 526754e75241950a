import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { candidatesOf } from '../../src/explain/candidates.ts';
import { isAttribute, readInput, replaceInput } from '../../src/explain/inputs.ts';
import { leavesOf, valueAt } from '../../src/explain/leaves.ts';
import { copySpan, type Subject } from '../../src/explain/subject.ts';
import { Trials } from '../../src/explain/trials.ts';
import { type InputName, inputName, inputNames, type MappingRow } from '../../src/mapping/row.ts';
import { mappingTable } from '../../src/mapping/table.ts';
import { translate } from '../../src/translate.ts';
import type { TranslateOptions } from '../../src/translation.ts';
import type { Attributes, SpanContext, SpanLink } from '../../src/span.ts';
import { makeSpan } from '../spans.ts';
import { otherSampleOf, sampleOf } from './samples.ts';
import { SITUATIONS } from './situations.ts';

const rows = [...mappingTable().values()];
const SUBJECTS: readonly Subject[] = [
  ...SITUATIONS.map((span): Subject => ({ span: copySpan(makeSpan(span)), options: {} })),
  ...[{}, { indexAllAttributes: true }, { scope: true }].map((options: TranslateOptions): Subject => {
    const members = { attributes: { sample: 'own' }, instrumentationScope: { name: 'orders-app' } };
    return { span: copySpan(makeSpan(members)), options };
  }),
];

/** The input's name in a span: `*` is any attribute, and one of them is called `sample`. */
function concrete(input: InputName): InputName {
  return input.replace('*', input.startsWith('events[') ? '*' : 'sample').replace('<namespace>', 'app');
}

/** The subject with a value in the input, in an event of its own where no event could hold it. */
function give(subject: Subject, input: InputName, value: unknown): Subject {
  const [, name, key] = /^events\[(.*)\](?:\.(.+))?$/.exec(input) ?? [];
  if (name === undefined)
    return input.startsWith('links.') ? withLink(subject, input, value) : replaceInput(subject, input, value);
  const { span, options } = subject;
  const attributes = key === undefined ? { 'app.detail': 'x' } : { [key]: value };
  const isThere = span.events.some((event) => name === '*' || event.name === name);
  const events = isThere
    ? span.events.map((event) => ({ ...event, attributes: { ...event.attributes, ...attributes } }))
    : [...span.events, { name: name === '*' ? 'happened' : name, time: [1, 0] as const, attributes }];
  return { span: { ...span, events }, options };
}

function withLink({ span, options }: Subject, input: InputName, value: unknown): Subject {
  const context = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
  const link: SpanLink =
    input === 'links.context' ? { context: value as SpanContext } : { context, attributes: value as Attributes };
  return { span: { ...span, links: [link] }, options };
}

/** Where the input gives the row's member: document, way and value; `undefined` where it does not. */
function giftOf(subject: Subject, row: MappingRow, input: InputName) {
  const translation = translate(subject.span, subject.options);
  if (!translation.ok) return undefined;
  const trials = new Trials(subject);
  for (const [document, one] of translation.documents.entries()) {
    for (const leaf of leavesOf(one).filter((candidate) => candidate.row === row)) {
      const candidates = candidatesOf(subject, { ...leaf, row });
      if (candidates.includes(input) && trials.giversOf({ document, steps: leaf.steps }, candidates).includes(input)) {
        return { document, steps: leaf.steps, value: leaf.value };
      }
    }
  }
  return undefined;
}

/** The first situation in which the input gives the member. */
function findGift(row: MappingRow, input: InputName) {
  for (const subject of SUBJECTS) {
    const given = isStandingPart(input) ? subject : give(subject, input, sampleOf(row.member, input));
    const gift = giftOf(given, row, input);
    if (gift !== undefined) return { subject, given, gift };
  }
  return undefined;
}

/** Parts that every span has, and that are not to be taken away. */
function isStandingPart(input: InputName): boolean {
  return /^span\.(?:traceId|spanId|kind|name|startTime|endTime)$/.test(input) || input === 'parent.spanId';
}

const pairs = rows.flatMap((row) =>
  [...new Set(inputNames(row))].map((input) => ({ row, member: row.member, input: concrete(input) })),
);

describe('the mapping table', () => {
  it('has rows, each for a member of its own', () => expect(pairs.length).toBeGreaterThan(rows.length));

  it.each(pairs)('$member is given by $input', ({ row, input }) => {
    const found = findGift(row, input);
    expect(found, `no situation in which ${input} gives ${row.member}`).toBeDefined();
    const { subject, given, gift } = found!;
    const value = readInput(given, input);
    expect(value).toBeDefined();
    // Taken away, or for the parts that every span has: as it would be with another one.
    const without = isStandingPart(input) ? otherPart(subject, input) : replaceInput(given, input, undefined);
    const translation = translate(without.span, without.options);
    const documents = translation.ok ? translation.documents : [];
    expect(valueAt(documents[gift.document], gift.steps)).not.toEqual(gift.value);
  });

  /** All but what is put together from parts that stand side by side, and what was cut from another member. */
  const ordered = rows.filter(({ member }) => member !== 'http.request.url' && !member.startsWith('metadata.'));

  it.each([
    { url: ['url.full', 'http.url'], gives: 'url.full' },
    { url: ['http.url', 'http.host', 'http.target'], gives: 'http.url' },
    { url: ['http.url', 'server.address', 'url.path'], gives: 'server.address' },
    { url: ['url.full', 'server.address', 'url.path'], gives: 'url.full' },
  ])('takes $gives of $url for the URL', ({ url, gives }) => {
    const attributes = Object.fromEntries(url.map((key) => [key, sampleOf('', key)]));
    const row = mappingTable().get('http.request.url')!;
    const span = copySpan(makeSpan({ kind: 1, attributes }));
    expect(url.find((key) => giftOf({ span, options: {} }, row, key) !== undefined)).toBe(gives);
  });

  it.each(ordered)('prefers the earlier inputs of $member wherever several could give it', (row) => {
    const names = inputNames(row).filter((name) => isAttribute(name) && !name.includes('*'));
    // One that stands twice is preferred by some spans and not by others, and the original method is told by the other one.
    const single = names.filter(
      (name) => names.indexOf(name) === names.lastIndexOf(name) && !name.endsWith('_original'),
    );
    expect(SUBJECTS.flatMap((subject) => overtakingIn(subject, row, single))).toEqual([]);
  });
});

/** Pairs of inputs in which the later one gives the member, although the earlier one could. */
function overtakingIn(subject: Subject, row: MappingRow, names: readonly InputName[]): string[] {
  const gives = (name: InputName, value: unknown): boolean =>
    giftOf(give(subject, name, value), row, name) !== undefined;
  const firsts = names.filter((name) => gives(name, sampleOf(row.member, name)));
  const seconds = names.filter((name) => gives(name, otherSampleOf(row.member, name)));
  return firsts.flatMap((earlier) => {
    const laters = seconds.filter((name) => names.indexOf(name) > names.indexOf(earlier));
    return laters
      .filter((later) => {
        const withEarlier = give(subject, earlier, sampleOf(row.member, earlier));
        const both = give(withEarlier, later, otherSampleOf(row.member, later));
        return giftOf(both, row, earlier) === undefined && giftOf(both, row, later) !== undefined;
      })
      .map((later) => `${later} before ${earlier}`);
  });
}

function otherPart(subject: Subject, input: InputName): Subject {
  const other: Readonly<Record<InputName, unknown>> = {
    'span.traceId': 'f'.repeat(32),
    'span.spanId': 'f'.repeat(16),
    'span.kind': subject.span.kind === 2 ? 0 : 2,
    'span.name': 'another name',
    'span.startTime': [1, 0],
    'span.endTime': [1, 0],
  };
  return replaceInput(subject, input, other[input]);
}

describe('the code', () => {
  const folder = new URL('../../src/', import.meta.url);
  const files = [
    'shape.ts',
    'resource.ts',
    'members.ts',
    'translate.ts',
    'invocation.ts',
    'vocabulary.ts',
    ...readdirSync(new URL('fields/', folder)).map((file) => `fields/${file}`),
  ];
  const known = new Set(rows.flatMap(wordsOf));
  /** Texts in quotes that look like attribute keys. */
  const keys = files.flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/'([a-zA-Z]\w*(?:\.\w+)+)'/g)].map(([, key]) => ({
      file,
      key: key ?? '',
    })),
  );

  it('reads attributes', () => expect(new Set(keys.map(({ key }) => key)).size).toBeGreaterThan(120));

  it.each(keys.filter(({ key }) => !NO_ATTRIBUTES.has(key)))(
    '$file reads $key, which stands in the table',
    ({ key }) => {
      expect(known).toContain(key);
    },
  );
});

/** Keys that the row names: as inputs, without prefix, and in the words of its rule and conditions. */
function wordsOf(row: MappingRow): readonly string[] {
  const inputs = row.inputs.map(inputName).map((name) => name.replace(/^resource:|^events\[.*?\]\./, ''));
  const words = [
    row.rule,
    row.onlyFor ?? '',
    ...row.inputs.map((input) => (typeof input === 'string' ? '' : input[1])),
  ];
  return [...inputs, ...[...words.join(' ').matchAll(/`([^`]+)`/g)].map(([, word]) => word ?? '')];
}

/** Quoted texts with dots that are values, fields of notes, or names of databases. */
const NO_ATTRIBUTES = new Set([
  // Taken out of a service's own segment, whatever they hold; and an example in a docstring.
  ...['aws.remote.operation', 'K8s.RemoteNamespace', 'app.tenant'],
  ...['aws.http.error.event', 'cause.exceptions', 'sql.user'],
  ...['ibm.db2', 'microsoft.sql_server', 'oracle.db', 'sap.hana', 'sap.maxdb', 'intersystems.cache', 'actian.ingres'],
  ...['aws.redshift', 'gcp.spanner'],
]);

describe('docs/differences.md', () => {
  const guide = readFileSync(new URL('../../../../docs/differences.md', import.meta.url), 'utf8');
  const headings = [...guide.matchAll(/^### (D\d+)/gm)].map(([, id]) => id ?? '');
  const named = new Set(rows.flatMap((row) => row.differences ?? []));

  it('has headings', () => expect(headings).not.toHaveLength(0));

  it.each([...named])('has the %s that a row of the table names', (id) => expect(headings).toContain(id));

  it.each(headings)('%s stands in a row of the table', (id) => expect(named).toContain(id));
});
