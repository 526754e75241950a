import type { JsonValue } from '../document.ts';
import type { InputName } from '../mapping/row.ts';
import type { Note, Translation } from '../translation.ts';

/** An input that could have given a member, and did not. */
export interface IgnoredInput {
  readonly input: InputName;
  /** Short, without the value: `url.full is preferred`. */
  readonly why: string;
}

/** One member of a document that has a value of its own. */
export interface ExplainedMember {
  /** Path in the document: `http.request.url`, `cause.exceptions[0].message`, `metadata.default.app.tenant`. */
  readonly member: string;
  /** As it stands in the document. */
  readonly value: JsonValue;
  /** What gave it, the preferred first: another value there, and the member would be another. Empty where the rule alone did. */
  readonly from: readonly InputName[];
  /** The rule of the mapping table, one sentence. */
  readonly rule: string;
  /** What was done to the value on its way: cut, hidden. */
  readonly changed: readonly string[];
  readonly ignored: readonly IgnoredInput[];
  /** Headings of docs/differences.md that concern the member. */
  readonly differences: readonly string[];
}

export interface ExplainedDocument {
  readonly id: string;
  readonly name: string;
  readonly members: readonly ExplainedMember[];
}

/** An attribute, and where its value stands. */
export interface ExplainedAttribute {
  /** `app.tenant`; an attribute of the resource is `resource:service.name`. */
  readonly key: InputName;
  /** Members that it gave, or that say the same; each once, also where two documents have it. */
  readonly places: readonly string[];
  /** Why it stands nowhere, or only says again what another attribute gave. */
  readonly why?: string;
}

/** The answer of `explain`: that of `translate`, member by member. */
export type Explanation =
  | {
      readonly ok: true;
      /** The span's name as it may be shown: credentials in it are hidden, as everywhere. */
      readonly spanName: string;
      readonly documents: readonly ExplainedDocument[];
      /** The span's attributes, then those of the resource. */
      readonly attributes: readonly ExplainedAttribute[];
      readonly notes: readonly Note[];
    }
  | Extract<Translation, { ok: false }>;
