#!/usr/bin/env node
import { run } from './run.ts';

// The code is set, not exited with: what was written may still be on its way.
process.exitCode = await run(process.argv.slice(2), process);
