import type { SegmentDocument } from '../document.ts';
import type { InputName } from '../mapping/row.ts';
import { translate } from '../translate.ts';
import { alternativesTo, readInput, replaceInput } from './inputs.ts';
import { type Steps, valueAt } from './leaves.ts';
import type { Subject } from './subject.ts';

/** A member of one of the documents. */
export interface Place {
  /** Position of its document: two may have the member. */
  readonly document: number;
  readonly steps: Steps;
}

/**
 * Translates a span again with other inputs, to see which members change. What gives a member is found out and not
 * declared: it cannot be wrong about the code.
 */
export class Trials {
  readonly #subject: Subject;
  readonly #original: readonly SegmentDocument[];
  readonly #known = new Map<string, readonly SegmentDocument[]>();

  constructor(subject: Subject) {
    this.#subject = subject;
    this.#original = documentsOf(subject);
  }

  /** Those of the inputs that the member hangs on, in the given order. */
  giversOf(place: Place, candidates: readonly InputName[]): readonly InputName[] {
    const givers = candidates.filter((input) => this.#hangsOn(place, input));
    return givers.length > 0 ? givers : this.#leastOf(place, candidates);
  }

  /** The member with another option. */
  valueWith(place: Place, subject: Subject, name: string): unknown {
    return this.#valueIn(
      place,
      this.#translated(name, () => subject),
    );
  }

  #hangsOn(place: Place, input: InputName): boolean {
    const alternatives = alternativesTo(input, readInput(this.#subject, input));
    return alternatives.some((value, index) => {
      const documents = this.#translated(`${input}\n${index}`, () => replaceInput(this.#subject, input, value));
      return !this.#isSame(place, documents);
    });
  }

  /** Where several inputs say the same, no single one is missed: the fewest that suffice, and of those the preferred. */
  #leastOf(place: Place, candidates: readonly InputName[]): readonly InputName[] {
    let needless: readonly InputName[] = [];
    for (const candidate of candidates.toReversed()) {
      const without = [...needless, candidate];
      const documents = this.#translated(without.join('\n\n'), () => without.reduce(remove, this.#subject));
      if (this.#isSame(place, documents)) needless = without;
    }
    return candidates.filter((candidate) => !needless.includes(candidate));
  }

  #isSame(place: Place, documents: readonly SegmentDocument[]): boolean {
    return JSON.stringify(this.#valueIn(place, documents)) === JSON.stringify(this.#valueIn(place, this.#original));
  }

  #valueIn({ document, steps }: Place, documents: readonly SegmentDocument[]): unknown {
    return valueAt(documents[document], steps);
  }

  #translated(name: string, make: () => Subject): readonly SegmentDocument[] {
    let documents = this.#known.get(name);
    if (documents === undefined) this.#known.set(name, (documents = documentsOf(make())));
    return documents;
  }
}

function remove(subject: Subject, input: InputName): Subject {
  return replaceInput(subject, input, undefined);
}

function documentsOf({ span, options }: Subject): readonly SegmentDocument[] {
  const translation = translate(span, options);
  return translation.ok ? translation.documents : [];
}
