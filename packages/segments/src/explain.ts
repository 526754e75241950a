import { hideCredentials } from './credentials.ts';
import type { SegmentDocument } from './document.ts';
import { candidatesOf } from './explain/candidates.ts';
import { changesOf } from './explain/changes.ts';
import type { ExplainedDocument, ExplainedMember, Explanation } from './explain/explanation.ts';
import { ignoredOf } from './explain/ignored.ts';
import { type Leaf, leavesOf, pathOf } from './explain/leaves.ts';
import { placesOf } from './explain/places.ts';
import { copySpan, type Subject } from './explain/subject.ts';
import { Trials } from './explain/trials.ts';
import type { InputName, MappingRow } from './mapping/row.ts';
import type { ReadableSpan } from './span.ts';
import { translate } from './translate.ts';
import type { Note, TranslateOptions, Translation } from './translation.ts';

type Translated = Extract<Translation, { ok: true }>;

/** The rule of a member that was kept of a span that could not be read. */
const UNREADABLE = 'The span could not be read in full.';

/**
 * Explains what `translate` makes of a span: for each member of each document which attribute gave it, by which rule, what was
 * ignored and why; and for each attribute where its value stands.
 *
 * For people, not for every span: it translates the span again and again, each time with one input less or another, and
 * looks which members change (a hook `redact` is called as often). `translate` itself knows nothing of it. Never throws.
 *
 * @param span - as for `translate`.
 * @param options - as for `translate`.
 * @returns the documents' members, the attributes, and the notes of `translate`; or its reason why there is no document.
 * @example
 * const explanation = explain(span);
 * if (explanation.ok) {
 *   for (const { member, from, rule } of explanation.documents[0]?.members ?? []) console.log(member, '←', from.join(', '), rule);
 * }
 */
export function explain(span: ReadableSpan, options: TranslateOptions = {}): Explanation {
  const translation = translate(span, options);
  if (!translation.ok) return translation;
  try {
    return explainTranslation({ span: copySpan(span), options }, translation);
  } catch {
    // A getter or proxy of the app's threw, or answers otherwise each time: then there is nothing to try out.
    return explainBare(span, translation);
  }
}

function explainTranslation(subject: Subject, { documents, notes }: Translated): Explanation {
  const trials = new Trials(subject);
  const explained = documents.map((document, position) => ({
    id: document.id,
    name: document.name,
    members: leavesOf(document).map((leaf) => explainMember({ subject, trials, notes }, leaf, position)),
  }));
  return {
    ok: true,
    spanName: nameOf(subject.span),
    documents: explained,
    attributes: placesOf(subject, explained),
    notes,
  };
}

interface Inquiry {
  readonly subject: Subject;
  readonly trials: Trials;
  readonly notes: readonly Note[];
}

function explainMember({ subject, trials, notes }: Inquiry, leaf: Leaf, document: number): ExplainedMember {
  const { row, steps, value } = leaf;
  const member = pathOf(steps);
  if (row === undefined) return { member, value, from: [], rule: '', changed: [], ignored: [], differences: [] };
  const place = { document, steps };
  const candidates = candidatesOf(subject, { ...leaf, row });
  const from = isOnlySource(row, candidates) ? candidates : trials.giversOf(place, candidates);
  return {
    member,
    value,
    from,
    rule: row.rule,
    changed: changesOf(subject, trials, { member, value, place, from }, notes),
    ignored: ignoredOf(subject, { row, from, candidates }),
    differences: row.differences ?? [],
  };
}

// Most members of most spans: an attribute under its own key needs no trial.
function isOnlySource(row: MappingRow, candidates: readonly InputName[]): boolean {
  return candidates.length === 1 && row.member.startsWith('metadata.default.');
}

function explainBare(span: ReadableSpan, { documents, notes }: Translated): Explanation {
  const explained: ExplainedDocument[] = documents.map((document: SegmentDocument) => ({
    id: document.id,
    name: document.name,
    members: leavesOf(document).map(({ steps, value }) => ({
      member: pathOf(steps),
      value,
      from: [],
      rule: UNREADABLE,
      changed: [],
      ignored: [],
      differences: [],
    })),
  }));
  return { ok: true, spanName: nameOf(span), documents: explained, attributes: [], notes };
}

/** Spans made by hand may have any name; of one that is no text nothing is written, for it may be endless. */
function nameOf(span: ReadableSpan): string {
  try {
    return typeof span.name === 'string' ? hideCredentials(span.name) : '';
  } catch {
    return '';
  }
}
