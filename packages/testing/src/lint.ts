/**
 * The judgement of documents alone, for tools that need nothing else of this package: it loads neither the exporter nor the
 * OpenTelemetry API.
 */
export { isAsGraveAs, SEVERITIES, type Finding, type Severity } from './lint/finding.ts';
export { lintDocument } from './lint/lint-document.ts';
export { lintTrace, TraceLinter, type LintTraceOptions } from './lint/lint-trace.ts';
