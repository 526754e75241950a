import type { TranslateOptions } from '@otel-xray/segments';
import { parseTranslateArguments } from '../arguments.ts';
import { Complaints } from '../complaints.ts';
import { documentLines, type SpanWriter, writeDocuments, writeExplanations } from '../documents.ts';
import { objectsOf } from '../input.ts';
import { Output } from '../output.ts';
import type { Streams } from '../streams.ts';

const help = `Usage: otel-xray translate [flags] < spans.jsonl > documents.jsonl

Translates OpenTelemetry spans into AWS X-Ray segment documents.

Reads OTLP/JSON trace export requests from standard input: one a line, as the
Collector's file exporter writes them, or pretty-printed over many lines.
Writes one segment document a line to standard output.

Flags:
  --index KEY,...       make these attributes annotations; KEY may hold *, and
                        otel.resource.KEY names a resource attribute
  --index-all           make every attribute an annotation, 50 at most
  --alias KEY=NAME      make attribute KEY the annotation NAME
  --log-group NAME,...  CloudWatch log groups, names or ARNs, of spans whose
                        resource names none
  --sql-text MODE       sanitized (default), asIs or off
  --lambda-root KIND    an invocation's span as a subsegment of Lambda's own
                        segment (default), or as a segment
  --scope               keep the instrumentation scope's name and version
  --config FILE         JSON file with the same settings by their names in code:
                        indexAllAttributes, indexedAttributes, annotationAliases,
                        logGroupNames, sqlText, lambdaRoot, scope
  --explain             print text instead of documents: for each member which
                        attribute gave it, by which rule, and what was ignored
  -h, --help            print this

--index, --alias and --log-group may be given more than once. A flag replaces
what the file says of the same setting.

Exit codes:
  0  every span was translated
  1  some input was left out; standard error says which line, and why
  2  a flag or the configuration file is wrong`;

/**
 * Runs `otel-xray translate` to the end of its input.
 *
 * @returns the exit code: 1 if something was left out.
 * @throws CommandError for wrong arguments, and for streams that fail.
 */
export async function runTranslate(args: readonly string[], streams: Streams): Promise<0 | 1> {
  const parsed = parseTranslateArguments(args);
  if (!parsed.help) return translateInput(parsed.explain ? writeExplanations : writeDocuments, parsed.options, streams);
  const output = new Output(streams.stdout);
  output.add(help);
  await output.flush();
  return 0;
}

async function translateInput(
  write: SpanWriter,
  options: TranslateOptions,
  { stdin, stdout, stderr }: Streams,
): Promise<0 | 1> {
  const output = new Output(stdout);
  const complaints = new Complaints(stderr);
  for await (const objects of objectsOf(stdin)) {
    for (const line of documentLines(objects, { write, options, complaints })) {
      output.add(line);
      if (output.isFull) await output.flush();
    }
    // Whoever follows a growing file sees each document as soon as its line is there.
    await output.flush();
  }
  return complaints.count === 0 ? 0 : 1;
}
