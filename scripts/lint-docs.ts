import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEVERITIES, type Severity } from '../packages/testing/src/lint/finding.ts';
import { NO_DOCUMENT } from '../packages/testing/src/lint/lint-document.ts';
import type { RuleDescription } from '../packages/testing/src/lint/rule.ts';
import { RULES } from '../packages/testing/src/lint/rules.ts';
import { TRACE_RULES } from '../packages/testing/src/lint/trace-rules.ts';
import { ROOT } from './folders.ts';

/** The page that this script writes. */
export const LINT_GUIDE: string = join(ROOT, 'docs/lint-rules.md');

const INTRODUCTION = `# Rules for segment documents

What \`lintDocument\` and \`lintTrace\` of \`@otel-xray/testing\`, and \`otel-xray lint\`, hold documents to. \`node scripts/lint-docs.ts\`
writes this page from the rules themselves; tests break a valid document in each of these ways.

The rules come from what is published: the AWS X-Ray developer guide, the segment document schema 1.0.0 (with the corrections of
[test/schema](../test/schema/README.md): dotted annotation keys, long URLs and newer letters are right), and what X-Ray's API answers.
Nobody asked the service itself. Members of subsegments inside a document are judged as those of the document. No rule reads a clock.
`;

const CHAPTERS: Readonly<Record<Severity, string>> = {
  rejected: 'Rejected: X-Ray refuses the document',
  dropped: 'Dropped: the document is taken, and this part silently left out',
  wrong: 'Wrong: it is shown as something that it is not',
  advice: 'Advice: it works, and something better is easily had',
};

/** The page docs/lint-rules.md, whole. */
export function renderLintRules(): string {
  const traceRules = new Set<RuleDescription>(TRACE_RULES);
  const all: readonly RuleDescription[] = [NO_DOCUMENT, ...RULES, ...TRACE_RULES];
  const chapters = SEVERITIES.map((severity) => {
    const rules = all.filter((rule) => rule.severity === severity);
    return `## ${CHAPTERS[severity]}\n\n${rules.map((rule) => renderRule(rule, traceRules.has(rule))).join('\n')}\n`;
  });
  return [INTRODUCTION, ...chapters].join('\n');
}

function renderRule({ id, asks, why, source }: RuleDescription, isOfTrace: boolean): string {
  const scope = isOfTrace ? ' (whole trace)' : '';
  return `- **\`${id}\`**${scope}: ${asks}${why === undefined ? '' : ` ${why}`} Source: ${source}.`;
}

if (import.meta.main) writeFileSync(LINT_GUIDE, renderLintRules());
