import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledUrl } from '../traced-function.ts';

/** The steps that a span takes, by the names of their functions; the last one is the exporter's, and the UDP sender's. */
const STEPS = ['translate', 'assembleBatch', 'encode', '#deliver'] as const;

/** After which a process that does not end by itself is ended, with the exit code -1. */
const PATIENCE_MILLIS = 10_000;

/** What was seen of a process that loads a handler and ends. */
export interface Runs {
  /** How often each step ran. */
  readonly runs: Readonly<Record<string, number>>;
  readonly exitCode: number;
  readonly output: string;
}

/** Loads a function as the runtime client does, invokes it never, and asks V8 what has run. */
export async function countRuns(environment: Readonly<Record<string, string>>): Promise<Runs> {
  const folder = await mkdtemp(join(tmpdir(), 'rehearsal-'));
  try {
    await writeFile(join(folder, 'index.mjs'), 'export const handler = async () => undefined;');
    await writeFile(join(folder, 'host.mjs'), HOST);
    const coverage = join(folder, 'coverage');
    const env = {
      _HANDLER: 'index.handler',
      LAMBDA_TASK_ROOT: folder,
      AWS_LAMBDA_FUNCTION_NAME: 'orders',
      // Nobody listens there, and nobody must hear anything.
      AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:1',
      NODE_V8_COVERAGE: coverage,
      ...environment,
    };
    const { code, output } = await run(['--import', await bundledUrl('register'), join(folder, 'host.mjs')], env);
    return { runs: await readRuns(coverage), exitCode: code, output };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The runtime client's part in it. */
const HOST = "await import(process.env._HANDLER.replace(/\\.handler$/, '.mjs'));";

function run(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env, timeout: PATIENCE_MILLIS }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), output: stdout + stderr }),
    );
  });
}

/** @see Node.js, "NODE_V8_COVERAGE": the shape of Chrome's `Profiler.ScriptCoverage`. */
interface Coverage {
  readonly result: readonly {
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number }[];
    }[];
  }[];
}

async function readRuns(folder: string): Promise<Runs['runs']> {
  const counts = new Map<string, number>();
  for (const file of await readdir(folder)) {
    const { result } = JSON.parse(await readFile(join(folder, file), 'utf8')) as Coverage;
    for (const { functionName, ranges } of result.flatMap(({ functions }) => functions)) {
      counts.set(functionName, (counts.get(functionName) ?? 0) + (ranges[0]?.count ?? 0));
    }
  }
  // A step that has another name now is missed here.
  return Object.fromEntries([...counts].filter(([name]) => STEPS.some((step) => step === name)));
}
