import { withDeadline } from './deadline.ts';
import { XRayExportError } from './errors.ts';
import type { Sender, SendOutcome } from './sender.ts';

/** How long a sender may take. Shorter than the 30 s after which the SDK's batch processor gives an export up. */
export const SENDER_DEADLINE_MILLIS = 10_000;

/**
 * What `sender` makes of the datagrams; one that throws, rejects, answers with nothing or not in time has `failed`. Never
 * rejects.
 */
export async function askSender(sender: Sender, datagrams: readonly Buffer[]): Promise<SendOutcome> {
  try {
    const sent = Promise.resolve<SendOutcome | undefined>(sender.send(datagrams));
    const outcome = await withDeadline(sent, SENDER_DEADLINE_MILLIS, 'the sender');
    return outcome ?? { status: 'failed', error: new XRayExportError('the sender gave no outcome') };
  } catch (cause) {
    return {
      status: 'failed',
      error: cause instanceof Error ? cause : new XRayExportError('the sender threw', { cause }),
    };
  }
}
