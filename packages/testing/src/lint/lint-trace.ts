import type { Finding } from './finding.ts';
import { lintJson, NO_DOCUMENT, toFinding, toJson } from './lint-document.ts';
import { type DocumentFacts, factsOf } from './trace-facts.ts';
import { TRACE_RULES, type TraceFacts } from './trace-rules.ts';

/** What is known of the traces beside their documents. */
export interface LintTraceOptions {
  /**
   * A parent that sends nothing here: in Lambda, `Parent` of the trace header.
   *
   * @default none
   */
  readonly rootParentId?: string | undefined;
  /**
   * How much earlier than its parent's a child's document may start, in milliseconds: clocks of two hosts differ.
   *
   * @default 1000
   */
  readonly clockToleranceMillis?: number | undefined;
}

const DEFAULT_TOLERANCE_MILLIS = 1000;

/**
 * Judges documents that belong together: each for itself, as {@link lintDocument} does, then each trace as a whole: parents
 * that are missing, ids that come twice, clocks that differ, limits of a trace. Pointers begin with the number of the document:
 * `/0/name`. Documents of several traces may stand in one list, in any order. Never throws, whatever they are.
 *
 * @example
 * lintTrace(daemon.documents); // [] for a trace that is right
 */
export function lintTrace(documents: readonly unknown[], options: LintTraceOptions = {}): Finding[] {
  const linter = new TraceLinter(options);
  const own = documents.flatMap((document) => linter.add(document));
  return [...own, ...linter.end()];
}

/**
 * {@link lintTrace} for documents that come one by one. Of each it keeps ids, times and counts, not the document.
 *
 * @example
 * const linter = new TraceLinter();
 * for await (const document of documents) print(linter.add(document));
 * print(linter.end());
 */
export class TraceLinter {
  readonly #rootParentId: string | undefined;
  readonly #toleranceMillis: number;
  readonly #traces = new Map<string, DocumentFacts[]>();
  #count = 0;

  constructor({ rootParentId, clockToleranceMillis }: LintTraceOptions = {}) {
    this.#rootParentId = rootParentId;
    this.#toleranceMillis = clockToleranceMillis ?? DEFAULT_TOLERANCE_MILLIS;
  }

  /** The findings of this document for itself. */
  add(document: unknown): Finding[] {
    const index = this.#count++;
    const json = toJson(document);
    if ('problem' in json) return [toFinding(NO_DOCUMENT, { pointer: `/${index}`, message: json.problem })];
    const facts = factsOf(json.value, index);
    if (facts !== undefined) this.#keep(facts);
    return lintJson(json.value).map((finding) => ({ ...finding, pointer: `/${index}${finding.pointer}` }));
  }

  /** The findings of the traces as a whole. */
  end(): Finding[] {
    return [...this.#traces.values()].flatMap((documents) => {
      const trace = this.#toTrace(documents);
      return TRACE_RULES.flatMap((rule) => [...rule.find(trace)].map((problem) => toFinding(rule, problem)));
    });
  }

  #keep(facts: DocumentFacts): void {
    const trace = this.#traces.get(facts.traceId);
    if (trace === undefined) this.#traces.set(facts.traceId, [facts]);
    else trace.push(facts);
  }

  #toTrace(documents: readonly DocumentFacts[]): TraceFacts {
    const entities = documents.flatMap((document) => document.entities);
    return {
      documents,
      entities,
      byId: new Map(entities.map((entity) => [entity.id, entity])),
      rootParentId: this.#rootParentId,
      toleranceMillis: this.#toleranceMillis,
    };
  }
}
