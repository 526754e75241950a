import type { InvocationOutcome } from '@otel-xray/testing';

/** An error of an invocation without its frames, among which there are ours. */
export function withoutFrames(outcome: InvocationOutcome): unknown {
  if (outcome.status !== 'error') return outcome;
  const { errorType, errorMessage, trace } = outcome.error;
  return { phase: outcome.phase, errorType, errorMessage, firstLine: trace[0] };
}

/** An error at load without its frames, and without the file that Node says to have asked for a module: the loader, here or there. */
export function withoutLoader(outcome: InvocationOutcome): unknown {
  if (outcome.status !== 'error') return outcome;
  const { errorType, errorMessage } = outcome.error;
  const message = errorMessage.replace(/\nRequire stack:[^]*/, '').replace(/(?<= imported from ).*/, '');
  return { phase: outcome.phase, errorType, message };
}
