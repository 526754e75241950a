import type { Socket } from 'node:dgram';
import { toErrorCode } from '../errors.ts';

// A connected socket reports the refusal of an earlier datagram by failing the next send, which then has to be repeated.
// With nobody listening that meets about half of a burst, half of what is repeated, and so on: enough for 2,000 in one.
const MAX_TRIES = 12;

/**
 * Hands datagrams to the kernel, all at once: what has no error in the answer is on its way. Never rejects.
 *
 * @param onRefusal - hears each report that an earlier datagram found nobody listening. That datagram was handed over all
 *   the same, and the one whose send failed for it is sent again.
 * @returns the errors by index; empty when all went well.
 */
export function sendBurst(
  socket: Socket,
  datagrams: readonly Buffer[],
  onRefusal: (error: Error) => void,
): Promise<ReadonlyMap<number, Error>> {
  return new Promise((resolve) => {
    const errors = new Map<number, Error>();
    let left = datagrams.length;
    const finish = (index: number, error: Error | null): void => {
      if (error !== null) errors.set(index, error);
      left -= 1;
      if (left === 0) resolve(errors);
    };
    for (const [index, datagram] of datagrams.entries()) {
      sendOne(socket, datagram, onRefusal, (error) => finish(index, error));
    }
  });
}

function sendOne(
  socket: Socket,
  datagram: Buffer,
  onRefusal: (error: Error) => void,
  done: (error: Error | null) => void,
  triesLeft = MAX_TRIES,
): void {
  const hear = (error: Error | null): void => {
    if (error === null || toErrorCode(error) !== 'ECONNREFUSED') return done(error);
    onRefusal(error);
    if (triesLeft > 1) sendOne(socket, datagram, onRefusal, done, triesLeft - 1);
    else done(error);
  };
  try {
    socket.send(datagram, hear);
  } catch (error) {
    // A socket that was closed meanwhile throws instead of calling back.
    done(error as Error);
  }
}
