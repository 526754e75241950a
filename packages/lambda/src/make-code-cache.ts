#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { makeCodeCache } from './code-cache/make.ts';
import { RECORD_FLAG, recordCodeCache } from './code-cache/record.ts';

// The command `otel-xray-code-cache`, and the process that it starts to see what a function runs.
export { sampleHandler } from './code-cache/sample-function.ts';

const HELP = `otel-xray-code-cache [--out FOLDER]

Runs a function with @otel-xray/lambda once and keeps what V8 has compiled of it, for \`--require @otel-xray/lambda/register-cached\`.
Run it with the very Node that the function will have: in Lambda's own image, or where the image is built.

  --out FOLDER  where the code cache is written; beside the package's files if left out, where it is looked for
`;

async function run(args: readonly string[]): Promise<void> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.out === '') throw new Error('--out needs the name of a folder');
    if (values.help === true) process.stdout.write(HELP);
    else for (const line of await makeCodeCache(import.meta.filename, values.out)) process.stdout.write(`${line}\n`);
  } catch (error) {
    process.stderr.write(`otel-xray-code-cache: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

// Not waited for: the sample function is a member of this module, and could not be imported before this has ended.
const [flag, folder] = process.argv.slice(2);
void (flag === RECORD_FLAG && folder !== undefined
  ? recordCodeCache(import.meta.dirname, folder)
  : run(process.argv.slice(2)));
