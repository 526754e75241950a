import { Complaints } from '../complaints.ts';
import { OutputClosedError } from '../errors.ts';
import { formatFinding, type LocatedFinding, summarize } from '../findings.ts';
import { InputLinter } from '../input-linter.ts';
import { objectsOf } from '../input.ts';
import { type LintSettings, parseLintArguments } from '../lint-arguments.ts';
import { Output } from '../output.ts';
import type { Streams } from '../streams.ts';

const help = `Usage: otel-xray lint [flags] < documents.jsonl

Says what is wrong with AWS X-Ray segment documents, by X-Ray's own rules.

Reads one document a line from standard input, or pretty-printed over many
lines. Each is judged for itself as it comes, and each trace at the end.

Severities, the gravest first:
  rejected  X-Ray refuses the document
  dropped   X-Ray silently leaves this part out
  wrong     X-Ray shows it as something that it is not
  advice    it works, and something better is easily had

Flags:
  --from KIND           documents (default), or otlp: OTLP/JSON trace export
                        requests, whose spans are translated first
  --format FORMAT       text (default), json (one finding a line) or github
                        (annotations of a workflow)
  --fail-on SEVERITY    fail for findings as grave as this (default: wrong)
  --file PATH           where the input came from, for annotations
  --root-parent ID      a parent that sends nothing here: in Lambda, the Parent
                        of the trace header
  -h, --help            print this

Exit codes:
  0  no finding as grave as --fail-on
  1  there is one, some input could not be read (standard error says
     which), or nobody read the findings to their end
  2  a flag is wrong`;

/**
 * Runs `otel-xray lint` to the end of its input.
 *
 * @returns the exit code: 1 for findings as grave as `--fail-on`, and if something could not be read.
 * @throws CommandError for wrong arguments, and for streams that fail.
 */
export async function runLint(args: readonly string[], streams: Streams): Promise<0 | 1> {
  const parsed = parseLintArguments(args);
  if (!parsed.help) return lintInput(parsed, streams).catch(failUnread);
  const output = new Output(streams.stdout);
  output.add(help);
  await output.flush();
  return 0;
}

/** Whoever reads documents may have had enough of them; findings that nobody read are no success. */
function failUnread(error: unknown): 1 {
  if (error instanceof OutputClosedError) return 1;
  throw error;
}

async function lintInput(settings: LintSettings, { stdin, stdout, stderr }: Streams): Promise<0 | 1> {
  const output = new Output(stdout);
  const complaints = new Complaints(stderr);
  const linter = new InputLinter({ ...settings, complaints });
  const add = (finding: LocatedFinding): void => output.add(formatFinding(finding, settings.format, settings.file));
  for await (const objects of objectsOf(stdin)) {
    for (const object of objects) {
      for (const finding of linter.add(object)) add(finding);
      if (output.isFull) await output.flush();
    }
    await output.flush();
  }
  for (const finding of linter.end()) add(finding);
  if (settings.format === 'text') output.add(summarize(linter.documents, linter.counts));
  await output.flush();
  return complaints.count > 0 || linter.hasFindings(settings.failOn) ? 1 : 0;
}
