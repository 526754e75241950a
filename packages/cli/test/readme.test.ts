import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function sectionOf(title: string): string {
  return readme.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? '';
}

/** The blocks of a section, in order. */
function blocksOf(title: string, language: string): string[] {
  return [...sectionOf(title).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, block]) => block ?? '',
  );
}

describe('README', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'otel-xray-readme-'));
    // The command as it will be installed, on its source.
    const shim = `#!/bin/sh\nexec "${process.execPath}" -C source "${main}" "$@"\n`;
    writeFileSync(join(folder, 'otel-xray'), shim, { mode: 0o755 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.skipIf(process.platform === 'win32').each(['The smallest program', '`otel-xray translate`'])(
    'prints what it says it prints: %s',
    (section) => {
      const [spans] = blocksOf('The smallest program', 'json');
      const [command] = blocksOf(section, 'sh');
      const prints = blocksOf(section, 'text').at(-1);
      writeFileSync(join(folder, 'spans.json'), spans!);
      const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
      expect(execFileSync('sh', ['-c', command!], { cwd: folder, env, encoding: 'utf8' })).toBe(prints);
    },
  );

  const rowsOf = (command: string): RegExpExecArray[] => [
    ...sectionOf(`\`otel-xray ${command}\``).matchAll(/^\| `--([a-z-]+).*?`\s*\|\s*(?:`(\w+)`)?/gm),
  ];

  it.each(['translate', 'lint'])('names the flags that %s has', async (command) => {
    const { stdout } = await runCommand([command, '--help']);
    const flags = [...stdout.matchAll(/^ {2}--([a-z-]+)/gm)];
    expect(flags).not.toHaveLength(0);
    expect(
      rowsOf(command)
        .map(([, flag]) => flag)
        .toSorted(),
    ).toEqual(flags.map(([, flag]) => flag).toSorted());
  });

  it.skipIf(process.platform === 'win32')('prints what it says it prints: lint', () => {
    const [documents] = blocksOf('`otel-xray lint`', 'jsonl');
    writeFileSync(join(folder, 'documents.jsonl'), documents!);
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
    const [command] = blocksOf('`otel-xray lint`', 'sh');
    const printed = execFileSync('sh', ['-c', command!], { cwd: folder, env, encoding: 'utf8' });
    expect(printed).toBe(blocksOf('`otel-xray lint`', 'text').at(-1));
  });

  it('names the members that a configuration file may have', async () => {
    const file = join(folder, 'unknown-member.json');
    writeFileSync(file, '{"?":1}');
    const { stderr } = await runCommand(['translate', '--config', file]);
    const known = / known are (.*)\n$/.exec(stderr)?.[1]?.split(', ');
    expect(
      rowsOf('translate')
        .flatMap(([, , member]) => member ?? [])
        .toSorted(),
    ).toEqual(known?.toSorted());
  });
});
