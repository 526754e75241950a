import { runTool } from './tools.ts';

// `pnpm changeset version` and the like. A changeset itself is a file written by hand: CONTRIBUTING.md shows one.
const { code, output } = await runTool('changeset', process.argv.slice(2));
process.stdout.write(output);
process.exitCode = code;
