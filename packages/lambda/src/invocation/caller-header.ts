import { log } from '../boot/logger.ts';
import type { LambdaContext } from './lambda-context.ts';

/** The app's word on the trace of an invocation: an X-Ray trace header; `undefined` leaves the word to Lambda. */
export type ReadTraceHeader = (event: unknown, context: LambdaContext | undefined) => string | undefined;

/** The app's function as one that never throws: where it does, which is told once, it has said nothing. */
export function withoutThrowing(read: ReadTraceHeader): ReadTraceHeader {
  let isTold = false;
  return (event, context) => {
    try {
      return read(event, context);
    } catch (error) {
      if (!isTold) log().warn('traceHeader threw: Lambda’s own trace header is used (told once)', error);
      isTold = true;
      return undefined;
    }
  };
}
