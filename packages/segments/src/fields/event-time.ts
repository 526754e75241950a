import type { HrTime } from '../span.ts';
import { toEpochSeconds } from './times.ts';

/** A time in Unix seconds with exactly six decimals, cut off and not rounded: `1726531200.123456`. */
export function toEpochMicros(time: HrTime): string {
  if (toEpochSeconds(time) === undefined) return '0.000000';
  return `${time[0]}.${String(Math.floor(time[1] / 1000)).padStart(6, '0')}`;
}
