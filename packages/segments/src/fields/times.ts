import type { SegmentDocument } from '../document.ts';
import type { SpanFacts } from '../facts.ts';
import type { HrTime } from '../span.ts';

type Times = Pick<SegmentDocument, 'start_time' | 'end_time' | 'in_progress'>;

/**
 * `start_time` and `end_time` in seconds since the Unix epoch. A span that has not ended is `in_progress` and claims no end;
 * an end before the start is passed on as it is.
 */
export function timesOf({ span, notes }: Pick<SpanFacts, 'span' | 'notes'>): Times {
  const start = toEpochSeconds(span.startTime);
  const end = toEpochSeconds(span.endTime);
  if (start === undefined) notes.push({ field: 'start_time', kind: 'guessed', message: 'the span has no valid start' });
  if (span.ended === false || end === undefined || end === 0) {
    if (span.ended === true)
      notes.push({
        field: 'end_time',
        kind: 'guessed',
        message: 'the span has ended without a valid end: sent as in progress',
      });
    return { start_time: start ?? 0, in_progress: true };
  }
  return { start_time: start ?? end, end_time: end };
}

/**
 * Unix seconds of an OpenTelemetry time; `undefined` unless both parts are numbers, and their sum is finite and not before 1970.
 *
 * A double holds today's Unix seconds to about 0.2 µs: sub-microsecond digits end here, and only here.
 */
export function toEpochSeconds(time: HrTime | undefined): number | undefined {
  if (!Array.isArray(time) || typeof time[0] !== 'number' || typeof time[1] !== 'number') return undefined;
  const epochSeconds = time[0] + time[1] / 1e9;
  return epochSeconds >= 0 && Number.isFinite(epochSeconds) ? epochSeconds : undefined;
}
