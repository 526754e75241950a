import { parseTraceHeader } from '@otel-xray/propagator';
import { log } from '../boot/logger.ts';
import type { LambdaContext } from './lambda-context.ts';

/** The app's word on the trace of an invocation: an X-Ray trace header; `undefined` leaves the word to Lambda. */
// As a method, whose arguments may be of the app's own, narrower types: `(event: SQSEvent, context: Context) => …`.
export type ReadTraceHeader<Event = unknown> = {
  read(event: Event, context: LambdaContext | undefined): string | undefined;
}['read'];

/**
 * The app's function as one that never throws, and gives nothing but headers that can be read: anything else would end the
 * trace that Lambda passes. It is told of once, but for an empty text.
 */
export function readableOnly(read: ReadTraceHeader): ReadTraceHeader {
  let isTold = false;
  const tell = (problem: string, ...details: unknown[]): undefined => {
    if (!isTold) log().warn(`traceHeader ${problem}: Lambda’s own trace header is used (told once)`, ...details);
    isTold = true;
  };
  return (event, context) => {
    try {
      const header: unknown = read(event, context);
      if (header === undefined || header === null || header === '') return undefined;
      if (typeof header === 'string' && parseTraceHeader(header) !== undefined) return header;
      // Nobody waits for it: that it fails must not end the process.
      if (header instanceof Promise) header.catch(() => undefined);
      return tell(`gave ${kindOf(header)}, expected Root=…;Parent=…;Sampled=1`);
    } catch (error) {
      return tell('threw', error);
    }
  };
}

/** What it is, without the value: that may be anybody's. */
function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'a text that is no X-Ray trace header';
  return value instanceof Promise ? 'a promise' : `a value of type ${typeof value}`;
}
