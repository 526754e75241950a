import { randomBytes } from 'node:crypto';

/** What Lambda knows of an invocation's trace before the function runs. */
export interface LambdaTrace {
  /** `1-6553f100-a1b2c3d4e5f60718293a4b5c`. */
  readonly traceId: string;
  /** Id of Lambda's own segment, below which the function's work hangs. */
  readonly segmentId: string;
  /** `Root=…;Parent=…;Sampled=1`, as Lambda hands it over. */
  readonly header: string;
}

/** A new trace, as Lambda begins one for an invocation with active tracing. */
export function beginTrace(): LambdaTrace {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  const traceId = `1-${seconds}-${randomBytes(12).toString('hex')}`;
  const segmentId = randomBytes(8).toString('hex');
  return { traceId, segmentId, header: `Root=${traceId};Parent=${segmentId};Sampled=1` };
}
