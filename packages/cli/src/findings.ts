import { type Finding, SEVERITIES, type Severity } from '@otel-xray/testing/lint';
import type { Format } from './lint-arguments.ts';
import { toPrintable } from './printable.ts';

/** A finding, and the line of the input that its document began on. */
export interface LocatedFinding extends Finding {
  readonly line: number;
}

/** What a workflow of GitHub makes of it. */
const ANNOTATIONS: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  rejected: 'error',
  dropped: 'error',
  wrong: 'warning',
  advice: 'notice',
};

/** A finding as one line of output. */
export function formatFinding(finding: LocatedFinding, format: Format, file: string | undefined): string {
  switch (format) {
    case 'text':
      return toText(finding);
    case 'json':
      return toJson(finding);
    case 'github':
      return toAnnotation(finding, file);
  }
}

/** The last line of the text: `3 documents: 1 rejected, 2 advice`. */
export function summarize(documents: number, counts: ReadonlyMap<Severity, number>): string {
  const told = SEVERITIES.flatMap((severity) => (counts.has(severity) ? [`${counts.get(severity)} ${severity}`] : []));
  return `${documents} document${documents === 1 ? '' : 's'}: ${told.join(', ') || 'no findings'}`;
}

function toText({ line, severity, rule, pointer, message, source }: LocatedFinding): string {
  return toPrintable(`line ${line}: ${severity} ${rule} ${pointer || '(document)'}: ${message} [${source}]`);
}

function toJson({ line, rule, severity, pointer, message, source }: LocatedFinding): string {
  return JSON.stringify({ line, rule, severity, pointer, message, source });
}

/** @see GitHub Actions, "Workflow commands": `::warning file=…,line=…,title=…::message`. */
function toAnnotation({ line, severity, rule, pointer, message }: LocatedFinding, file: string | undefined): string {
  const place = file === undefined ? '' : `file=${escapeProperty(file)},`;
  const properties = `${place}line=${line},title=${escapeProperty(`${severity}: ${rule}`)}`;
  return `::${ANNOTATIONS[severity]} ${properties}::${escapeData(toPrintable(`${pointer || '(document)'}: ${message}`))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
