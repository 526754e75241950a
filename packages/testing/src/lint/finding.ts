/** What a finding costs, the gravest first. */
export const SEVERITIES = ['rejected', 'dropped', 'wrong', 'advice'] as const;

/**
 * What happens to what was found.
 *
 * - `rejected`: X-Ray refuses the document, and nothing of it is seen.
 * - `dropped`: the document is taken, and this part of it silently left out, or not indexed.
 * - `wrong`: it is taken and shown, as something that it is not.
 * - `advice`: it works, and something better is easily had.
 */
export type Severity = (typeof SEVERITIES)[number];

/** What is wrong with a document, where, and who says so. */
export interface Finding {
  /** `annotation-key`: a rule of docs/lint-rules.md. */
  readonly rule: string;
  readonly severity: Severity;
  /** JSON pointer into the document, or into the list of documents: `/subsegments/0/name`. `''` is the whole. */
  readonly pointer: string;
  /** What is wrong, and what to do. One line; of values it holds a short quotation at most. */
  readonly message: string;
  /** Document and section that the rule comes from. */
  readonly source: string;
}

/** Whether `severity` is as grave as `limit`, or graver. */
export function isAsGraveAs(severity: Severity, limit: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit);
}
