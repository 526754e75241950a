import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** One way for a function's process to start. */
export interface Start {
  readonly name: string;
  /** The start that it is compared with, by name; its own where it is one that others are compared with. */
  readonly base: string;
  /** Arguments of Node. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Whether the first invocation counts: whether anything is traced by then. */
  readonly isInvoked: boolean;
  /** What is read at the start beside the function: bytes, and bytes with gzip; none where it is many files. */
  readonly bytes?: number;
  readonly gzipBytes?: number;
}

/** What a process says of itself. */
export interface Sample {
  readonly readyMillis: number;
  /** Microseconds of processor time until then, of all threads. */
  readonly cpu: { readonly user: number; readonly system: number };
  readonly rssBytes: number;
  readonly builtIns: number;
  /** Absent from a host that does not invoke. */
  readonly flushedMillis?: number;
}

/** A start and all its samples. */
export interface Measured {
  readonly start: Start;
  readonly samples: readonly Sample[];
}

const WARM_UP_ROUNDS = 2;

/**
 * Starts each process `rounds` times, one after the other, forwards and backwards in turn: what disturbs one disturbs all.
 *
 * @param onSample - told after each process; rejects where what it has sent is not what it should have.
 */
export async function measureStarts(
  starts: readonly Start[],
  rounds: number,
  onSample: (start: Start) => Promise<void>,
): Promise<readonly Measured[]> {
  const samples = new Map<Start, Sample[]>(starts.map((start) => [start, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (const start of round % 2 === 0 ? starts : starts.toReversed()) {
      const sample = await runOnce(start);
      await onSample(start);
      if (round >= 0) samples.get(start)?.push(sample);
    }
  }
  return starts.map((start) => ({ start, samples: samples.get(start) ?? [] }));
}

async function runOnce({ name, args, env }: Start): Promise<Sample> {
  const { PATH, HOME } = process.env;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...args], {
    env: { PATH, HOME, TZ: 'UTC', ...env },
  });
  const line = stdout.slice(stdout.lastIndexOf('\n') + 1);
  if (!line.startsWith('{')) throw new Error(`${name} says nothing of itself\n${stdout}\n${stderr}`);
  return JSON.parse(line) as Sample;
}
