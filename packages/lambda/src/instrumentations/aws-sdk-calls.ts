import { trace } from '@opentelemetry/api';
import { attempt } from '../helpers/attempt.ts';
import { leaveOutUnsent } from '../helpers/aws-client/unsent.ts';
import { type AwsCommand, type AwsCommandContext, withOwnInput } from './aws-sdk-input.ts';

/** The SDK's steps for one command, or the rest of them. */
export type AwsHandler = (command: AwsCommand) => Promise<unknown>;
/** Puts the steps together, before the one that sends. */
export type ResolveSteps = (this: unknown, last: unknown, context: AwsCommandContext) => AwsHandler;
/** Sends a command; with a callback, gives nothing back. */
export type SendCommand = (this: unknown, command: AwsCommand, ...rest: unknown[]) => unknown;
/** Makes of a function of the SDK the one that takes its place. */
export type Patch<Original> = (moduleVersion: unknown, original: Original) => Original;

const FAILED = 'the instrumentation of the AWS SDK has failed: a call is not traced, or not in full';

/**
 * What sends a command, patched so that it goes out whatever the patch does with it: one that is frozen, for instance, takes no
 * mark of the patch's.
 */
export function guardSend(patch: Patch<SendCommand>): Patch<SendCommand> {
  return (moduleVersion, original) => {
    // All that the patch does, it does before it calls the original.
    const prepare = patch(moduleVersion, () => undefined);
    return function send(command, ...rest) {
      attempt(FAILED, () => Reflect.apply(prepare, this, [command, ...rest]));
      return Reflect.apply(original, this, [command, ...rest]);
    };
  };
}

/**
 * The steps of a command, patched so that each call of them is made once and ends as it would without the patch, whatever goes wrong
 * in there: the patch runs the steps in promises of its own that nobody hears of, where what is thrown would end the process.
 */
export function guardSteps(patch: Patch<ResolveSteps>): Patch<ResolveSteps> {
  return (moduleVersion, original) =>
    function resolve(last, context) {
      const steps = Reflect.apply(original, this, [last, context]) as AwsHandler;
      // Also a step that throws ends in a promise.
      const run = async (command: AwsCommand): Promise<unknown> => steps(command);
      return (command) => {
        let answer: Promise<unknown> | undefined;
        const send: AwsHandler = (given) => (answer ??= leavingOutUnsent(run(given)));
        const callTraced = patch(moduleVersion, () => send);
        const traced = attempt(FAILED, () => callTraced(last, context)(withOwnInput(command, context)));
        if (traced === undefined) return answer ?? run(command);
        // Of what is received, the promise is bound to the span's context, and no other will do.
        return Object.hasOwn(traced, 'then') ? traced : traced.catch(() => answer ?? run(command));
      };
    };
}

async function leavingOutUnsent(running: Promise<unknown>): Promise<unknown> {
  const span = trace.getActiveSpan();
  const answer = await running;
  if (span !== undefined) leaveOutUnsent(span, answer);
  return answer;
}
