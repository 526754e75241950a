import { translate } from '@otel-xray/segments';
import { type Finding, isAsGraveAs, type Severity, TraceLinter } from '@otel-xray/testing/lint';
import type { Complaints } from './complaints.ts';
import { spansIn } from './documents.ts';
import type { LocatedFinding } from './findings.ts';
import type { ReadObject } from './json-text.ts';
import type { LintSettings } from './lint-arguments.ts';

/** Judges what is read, and keeps count. Of each document, its ids, times and line are kept for the judgement of its trace. */
export class InputLinter {
  readonly #from: LintSettings['from'];
  readonly #complaints: Complaints;
  readonly #linter: TraceLinter;
  readonly #lines: number[] = [];
  readonly #counts = new Map<Severity, number>();

  constructor({
    from,
    rootParentId,
    complaints,
  }: Pick<LintSettings, 'from' | 'rootParentId'> & { complaints: Complaints }) {
    this.#from = from;
    this.#complaints = complaints;
    this.#linter = new TraceLinter({ rootParentId });
  }

  /** Documents so far. */
  get documents(): number {
    return this.#lines.length;
  }

  /** Findings so far, by severity. */
  get counts(): ReadonlyMap<Severity, number> {
    return this.#counts;
  }

  /** Whether there is a finding as grave as `limit`. */
  hasFindings(limit: Severity): boolean {
    return [...this.#counts.keys()].some((severity) => isAsGraveAs(severity, limit));
  }

  /** What is wrong with the documents of this value, each for itself. */
  *add(read: ReadObject): Generator<LocatedFinding> {
    for (const document of this.#documentsIn(read)) {
      this.#lines.push(read.line);
      yield* this.#locate(this.#linter.add(document));
    }
  }

  /** What is wrong with the traces as a whole. */
  end(): LocatedFinding[] {
    return this.#locate(this.#linter.end());
  }

  *#documentsIn(read: ReadObject): Generator<unknown> {
    const complain = (message: string): void => this.#complaints.add(`line ${read.line}: ${message}`);
    if (this.#from === 'documents') {
      if ('problem' in read) complain(read.problem);
      else yield read.value;
      return;
    }
    for (const span of spansIn(read, complain)) {
      const translation = translate(span);
      if (translation.ok) yield* translation.documents;
      else complain(`no document for a span: ${translation.reason}`);
    }
  }

  #locate(findings: readonly Finding[]): LocatedFinding[] {
    return findings.map((finding) => {
      // The first step of the pointer is the number of the document, which its line says better.
      const [, index, pointer = ''] = /^\/(\d+)(.*)$/s.exec(finding.pointer) ?? [];
      this.#counts.set(finding.severity, (this.#counts.get(finding.severity) ?? 0) + 1);
      return { ...finding, pointer, line: this.#lines[Number(index)] ?? 0 };
    });
  }
}
