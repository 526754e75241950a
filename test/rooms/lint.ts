import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One finding of the linter, by the rule that found it. */
export interface LintFinding {
  readonly file: string;
  readonly rule: string;
  readonly message: string;
}

/**
 * Runs the linter, as this repository configures it, on files that it has not: in a folder of their own, so that a broken
 * rule shows and no broken file is kept.
 *
 * @param files - texts by path: `packages/exporter/src/bad.ts`.
 */
export async function lintFiles(files: Readonly<Record<string, string>>): Promise<readonly LintFinding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'otel-xray-lint-'));
  try {
    // The paths in the configuration count from where it stands.
    await copyFile(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    await symlink(join(ROOT, 'scripts'), join(folder, 'scripts'), 'junction');
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await lint(folder, [...new Set(Object.keys(files).map((path) => path.split('/', 1)[0] ?? '.'))]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function lint(folder: string, paths: readonly string[]): Promise<readonly LintFinding[]> {
  const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const args = [oxlint, '--format', 'json', ...paths];
  return new Promise((resolve, reject) => {
    // The linter ends with 1 where it finds something: what it prints is the answer either way.
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      try {
        resolve(readFindings(stdout));
      } catch {
        reject(new Error(`the linter gave no report: ${stderr || stdout}`, { cause: error }));
      }
    });
  });
}

function readFindings(stdout: string): LintFinding[] {
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: readonly { filename: string; code: string; message: string }[];
  };
  return diagnostics.map(({ filename, code, message }) => ({ file: filename, rule: code, message }));
}
