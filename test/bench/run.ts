import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { mustRun } from '../../scripts/command.ts';
import { ROOT } from '../../scripts/folders.ts';
import { listenOnLoopback } from '../loopback.ts';
import { ReceiverProcess } from '../soak/receiver-process.ts';
import { describeMachine, readLoad } from './machine.ts';
import { replaceBlock } from './page.ts';
import { installPeers } from './peers.ts';
import { quotePage } from './quote.ts';
import type { Section, Surroundings } from './section.ts';
import { SECTIONS } from './sections.ts';
import { toMarkdown, toText } from './table.ts';

/**
 * `npx -y pnpm bench [section …] [--rounds <n>] [--markdown]`: measures, prints, and with `--markdown` writes what was measured into
 * docs/performance.md, and what the README quotes of it into the README.
 */
const PAGE = join(ROOT, 'docs/performance.md');
const README = join(ROOT, 'README.md');
const DEFAULT_ROUNDS = 3;

const { sections, rounds, isForPage } = readArguments(process.argv.slice(2));
const missing = await installPeers();
for (const { peer, why } of missing) console.log(`left out: ${peer} could not be installed (${why})`);

const receiver = new ReceiverProcess();
const sink = createServer((request, response) => request.resume().on('end', () => response.end('{}')));
try {
  const { port: udpPort } = await receiver.tell('read');
  const edges = { udpPort, httpPort: await listenOnLoopback(sink) };
  await runSections({ edges, receiver, rounds, missing: new Set(missing.map(({ peer }) => peer)) });
} finally {
  sink.closeAllConnections();
  sink.close();
  await receiver.close();
}

async function runSections(surroundings: Surroundings): Promise<void> {
  console.log(`${describeMachine()}\n`);
  for (const section of sections) {
    const load = readLoad();
    const table = await section.run(surroundings);
    const run = `${describeMachine()}; load ${load} before and ${readLoad()} after.`;
    console.log(`${toText(table)}\n(load ${load} before, ${readLoad()} after)\n`);
    if (isForPage) await writePage(section.name, `${toMarkdown(table)}\n\n${run}`);
  }
}

async function writePage(name: string, text: string): Promise<void> {
  const page = replaceBlock(await readFile(PAGE, 'utf8'), name, text);
  await writeFile(PAGE, page);
  await writeFile(README, replaceBlock(await readFile(README, 'utf8'), 'quote', quotePage(page)));
  await mustRun(join(ROOT, 'node_modules/.bin/oxfmt'), ['--write', PAGE, README]);
}

function readArguments(words: readonly string[]): { sections: readonly Section[]; rounds: number; isForPage: boolean } {
  const at = words.indexOf('--rounds');
  const names = words.filter((word, index) => !word.startsWith('--') && (at === -1 || index !== at + 1));
  const unknown = names.find((name) => SECTIONS.every((section) => section.name !== name));
  if (unknown !== undefined) {
    throw new Error(`no section is called ${unknown}: there are ${SECTIONS.map(({ name }) => name).join(', ')}`);
  }
  return {
    sections: names.length === 0 ? SECTIONS : SECTIONS.filter(({ name }) => names.includes(name)),
    rounds: at === -1 ? DEFAULT_ROUNDS : Number(words[at + 1]),
    isForPage: words.includes('--markdown'),
  };
}
