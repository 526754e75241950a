import { checkOutcome } from './check-outcome.ts';
import type { Deadline } from './deadline.ts';
import { isError, XRayExportError } from './errors.ts';
import type { Sender, SendOutcome } from './sender.ts';

/** How long a sender may take. Shorter than the 30 s after which the SDK's batch processor gives an export up. */
export const SENDER_DEADLINE_MILLIS = 10_000;

/**
 * What `sender` makes of the datagrams; one that throws, rejects, answers with nothing or not in time has `failed`. Never
 * rejects.
 *
 * @param deadline - of all tries to send the same spans: what is sent again in pieces gets no time of its own.
 */
export async function askSender(
  sender: Sender,
  datagrams: readonly Buffer[],
  deadline: Deadline,
): Promise<SendOutcome> {
  try {
    // An array of its own: what the sender takes out of it is still counted here.
    const sent = Promise.resolve<unknown>(sender.send([...datagrams]));
    return checkOutcome(await deadline.wait(sent, 'the sender'), datagrams.length);
  } catch (cause) {
    return {
      status: 'failed',
      error: isError(cause) ? cause : new XRayExportError('the sender threw', { cause }),
    };
  }
}
