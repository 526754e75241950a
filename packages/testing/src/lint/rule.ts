import type { Severity } from './finding.ts';

/** An object of parsed JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A segment or subsegment, where it stands in its document. */
export interface Entity {
  /** A segment, a subsegment that is sent on its own, or one that stands inside another document. */
  readonly kind: 'segment' | 'independent' | 'nested';
  readonly members: JsonObject;
  /** JSON pointer from the document: `''`, `/subsegments/0`. */
  readonly pointer: string;
  /** What a nested one stands in. */
  readonly parent: Entity | undefined;
}

/** Where a rule is broken, counted from the (sub)segment, and how. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
}

/** What stands in docs/lint-rules.md of every rule. */
export interface RuleDescription {
  readonly id: string;
  readonly severity: Severity;
  /** What the rule asks for, as a sentence. */
  readonly asks: string;
  /** Why the severity is what it is, where the source does not say it. */
  readonly why?: string;
  readonly source: string;
}

/** A rule on one segment or subsegment. */
export interface Rule extends RuleDescription {
  /** What breaks the rule. Never throws, for whatever JSON the members hold. */
  readonly find: (entity: Entity) => Iterable<Problem>;
}

/** The problem, if there is one: for rules that look at one thing. */
export function problemIf(isBroken: boolean, pointer: string, message: () => string): readonly Problem[] {
  return isBroken ? [{ pointer, message: message() }] : [];
}
