import type { Measured, Sample } from './start.ts';

export const START_COLUMNS: readonly string[] = [
  '',
  'ready ms',
  'flushed ms',
  'first ms',
  'CPU ms',
  'RSS MB',
  'built-ins',
  'kB / gzip',
];

/** Each start over its base; a base as it is. */
export function toStartRows(measured: readonly Measured[]): readonly (readonly string[])[] {
  const byName = new Map(measured.map((one) => [one.start.name, one]));
  return measured.map((one) => {
    const base = byName.get(one.start.base);
    if (base === undefined) throw new Error(`nothing is called ${one.start.base}`);
    return toRow(one, base);
  });
}

function toRow({ start, samples }: Measured, base: Measured): readonly string[] {
  const isBase = start.name === start.base;
  const over = (read: (sample: Sample) => number, at: 'min' | 'median'): number =>
    statistic(samples.map(read), at) - (isBase ? 0 : statistic(base.samples.map(read), at));
  const pair = (read: (sample: Sample) => number): string =>
    `${over(read, 'min').toFixed(1)} / ${over(read, 'median').toFixed(1)}`;
  const first = samples.map(({ readyMillis, flushedMillis = Number.NaN }) => flushedMillis - readyMillis);
  const { bytes, gzipBytes } = start;
  return [
    isBase ? `${start.name} (absolute)` : start.name,
    pair(({ readyMillis }) => readyMillis),
    start.isInvoked ? pair(({ flushedMillis = Number.NaN }) => flushedMillis) : '',
    start.isInvoked ? `${statistic(first, 'min').toFixed(1)} / ${statistic(first, 'median').toFixed(1)}` : '',
    over(({ cpu }) => (cpu.user + cpu.system) / 1000, 'min').toFixed(1),
    over(({ rssBytes }) => rssBytes / 2 ** 20, 'median').toFixed(1),
    over(({ builtIns }) => builtIns, 'median').toFixed(0),
    bytes === undefined || gzipBytes === undefined
      ? ''
      : `${(bytes / 1000).toFixed(0)} / ${(gzipBytes / 1000).toFixed(0)}`,
  ];
}

function statistic(values: readonly number[], at: 'min' | 'median'): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[at === 'min' ? 0 : sorted.length >> 1] ?? Number.NaN;
}
