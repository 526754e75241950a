import {
  explain,
  type Explanation,
  type ReadableSpan,
  translate,
  type TranslateOptions,
  type Translation,
} from '@otel-xray/segments';
import { describe, expect, it } from 'vitest';
import { loadVectors } from '../conformance/vectors.ts';
import { loadTraces } from '../real-spans/load.ts';

interface Given {
  readonly id: string;
  readonly span: ReadableSpan;
  readonly options: TranslateOptions;
}

const real = loadTraces().flatMap(({ name, spans }): Given[] => spans.map((span) => ({ id: name, span, options: {} })));
const vectors = loadVectors().flatMap(({ id, spans, options }): Given[] =>
  spans.map((span) => ({ id, span, options })),
);

/** Members that no input gives: the text that is there says that there was none. */
const GIVEN_BY_RULE = /^(?:aws\.xray\.auto_instrumentation|in_progress|cause\.exceptions\[\d+\]\.(?:type|message))$/;

/** What an explanation lacks: members without rule or origin, attributes of which nothing is said. */
function holesIn(explanation: Explanation): string[] {
  if (!explanation.ok) return [];
  const members = explanation.documents.flatMap((document) => document.members);
  return [
    ...members.filter(({ rule }) => rule === '').map(({ member }) => `${member} has no rule`),
    ...members
      .filter(({ member, from }) => from.length === 0 && !GIVEN_BY_RULE.test(member))
      .map(({ member }) => `${member} comes from nowhere`),
    ...explanation.attributes
      .filter(({ places, why }) => places.length === 0 && (why ?? 'no member tells it') === 'no member tells it')
      .map(({ key }) => `${key} stands nowhere, and nothing says why`),
  ];
}

describe.each([
  { what: 'real spans', given: real },
  { what: "the Collector's vectors", given: vectors },
])('explain, of $what', ({ given }) => {
  it('finds them', () => expect(given.length).toBeGreaterThan(1000));

  it('has a rule and an origin for each member, and a place or a reason for each attribute', () => {
    const holes = given.flatMap(({ id, span, options }) =>
      holesIn(explain(span, options)).map((hole) => `${id}: ${hole}`),
    );
    expect(holes).toEqual([]);
  });

  it('tells every member of the documents that translate makes', () => {
    for (const { span, options } of given) expect(told(explain(span, options))).toEqual(made(translate(span, options)));
  });
});

/** The document's id and its members, the uppermost alone, in their order. */
function told(explanation: Explanation): unknown {
  if (!explanation.ok) return explanation;
  return explanation.documents.map(({ id, members }) => ({
    id,
    top: [...new Set(members.map(({ member }) => topOf(member)))],
  }));
}

function made(translation: Translation): unknown {
  if (!translation.ok) return translation;
  return translation.documents.map((document) => ({ id: document.id, top: Object.keys(document) }));
}

function topOf(member: string): string {
  return member.split(/[.[]/, 1)[0] ?? '';
}
