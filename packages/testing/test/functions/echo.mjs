let invocations = 0;

/** Answers with what a handler can see. */
export function handler(event, context) {
  invocations += 1;
  const { getRemainingTimeInMillis, ...values } = context;
  console.log(`invocation ${invocations}`);
  return {
    event,
    invocations,
    context: values,
    remainingMillis: getRemainingTimeInMillis(),
    hasTraceHeader: '_X_AMZN_TRACE_ID' in process.env,
    traceHeader: process.env._X_AMZN_TRACE_ID,
    environment: process.env,
  };
}

export const api = { nested: { get: async () => 'nested' } };

export const nothing = async () => undefined;

export const never = () => new Promise(() => setInterval(() => undefined, 1000));

export const exits = () => process.exit(7);

export const callback = (event, context, done) => done(null, event);

export const notAFunction = 'text';
