import { availableParallelism, cpus, loadavg } from 'node:os';

/** Where it ran, for those who compare: `Node 24.21.0, linux x64, 2 × AMD EPYC`. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} × ${model}`;
}

/** Processes that wanted to run in the last minute, on average. */
export function readLoad(): string {
  return loadavg()[0]?.toFixed(1) ?? '?';
}
