import { trace } from '@opentelemetry/api';

const never = new Promise(() => setInterval(() => {}, 60_000));

const WAYS = {
  exit: () => process.exit(3),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  uncaught: () => {
    setImmediate(() => {
      throw new Error('nobody hears me');
    });
    return never;
  },
  rejection: () => {
    Promise.reject(new Error('nobody hears me'));
    return never;
  },
  memory: () => {
    const hoard = [];
    for (;;) hoard.push(Array.from({ length: 10_000 }, (_, i) => ({ i })));
  },
  loop: () => {
    for (;;);
  },
  hang: () => {
    trace.getTracer('crashes').startSpan('wait for nobody');
    return never;
  },
};

/** Does not survive the event, in the way that it names. Not `async`: nothing comes between the call and the end. */
export const handler = ({ how }) => WAYS[how]();

/** Answers when fewer milliseconds than the event says are left, with a child that has ended, and one that was open for long. */
export const late = async ({ leftMillis }, context) => {
  const tracer = trace.getTracer('crashes');
  tracer.startSpan('done early').end();
  const long = tracer.startSpan('done late');
  while (context.getRemainingTimeInMillis() > leftMillis) await new Promise(setImmediate);
  long.end();
  return 'made it';
};
