// What a function can see and do under a runtime client. Run by `test/ric` under ours and under AWS's own.
const { awslambda } = globalThis;

class StockError extends Error {
  name = 'StockError';
}

const fail = () => {
  throw new StockError('sold out: größer als 100 €');
};

/** What of `process.env` is the client's doing; the address is another one each time. */
const environment = () => {
  const { AWS_LAMBDA_RUNTIME_API: _address, ...others } = process.env;
  return others;
};

const store = () => {
  const { InvokeStore } = globalThis.awslambda;
  return {
    hasContext: InvokeStore.hasContext(),
    requestId: InvokeStore.getRequestId(),
    traceId: InvokeStore.getXRayTraceId(),
    symbols: [Symbol.for('_AWS_LAMBDA_REQUEST_ID'), Symbol.for('_AWS_LAMBDA_X_RAY_TRACE_ID')].map((key) =>
      InvokeStore.get(key),
    ),
  };
};

export const echo = async (event) => event;
export const synchronous = (event) => ({ event, sync: true });
export const nothing = async () => undefined;
export const text = async () => 'only a text';
export const env = async () => environment();
export const traceVariable = async () => ({
  isThere: '_X_AMZN_TRACE_ID' in process.env,
  value: process.env._X_AMZN_TRACE_ID,
});

export const context = async (_event, given) => ({
  members: Object.keys(given).sort(),
  values: Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value !== 'function')),
  hasTime: given.getRemainingTimeInMillis() > 0,
});

export const invokeStore = async () => {
  globalThis.awslambda.InvokeStore.set('mine', 7);
  const mine = globalThis.awslambda.InvokeStore.get('mine');
  let refusal;
  try {
    globalThis.awslambda.InvokeStore.set(Symbol.for('_AWS_LAMBDA_REQUEST_ID'), 'x');
  } catch (error) {
    refusal = error.message;
  }
  return { ...store(), mine, refusal };
};

export const globals = async () => Object.keys(globalThis.awslambda).sort();

export const rejects = async () => fail();
export const throws = () => fail();
export const throwsText = async () => {
  throw 'only a text';
};
export const cyclic = async () => {
  const answer = {};
  answer.self = answer;
  return answer;
};
export const callback = (event, _context, done) => done(null, event);
export const notAFunction = 'text';

let waiting = [];
/** Answers only when another invocation has come meanwhile. */
export const overlapping = async (_event, given) => {
  await new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 2) {
      for (const go of waiting) go();
      waiting = [];
    }
  });
  return {
    ...store(),
    sameAsContext: store().traceId === given.xRayTraceId,
    variable: '_X_AMZN_TRACE_ID' in process.env,
  };
};

export const streamed = awslambda.streamifyResponse(async (event, stream, given) => {
  stream.setContentType('text/plain');
  stream.write('one ');
  stream.write({ event, requestId: given.awsRequestId });
  stream.end();
});
export const streamedHttp = awslambda.streamifyResponse(async (_event, stream) => {
  const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-kind': 'tea' } });
  http.write('poured');
  http.end();
});
export const streamedAndFailed = awslambda.streamifyResponse(async (_event, stream) => {
  stream.write('so far ');
  fail();
});
export const streamedTooLate = awslambda.streamifyResponse(async (_event, stream) => {
  stream.write('begun');
  stream.setContentType('text/plain');
});
export const streamedSynchronously = awslambda.streamifyResponse((_event, stream) => {
  stream.end('too soon');
});
export const marks = async () =>
  Object.getOwnPropertySymbols(streamed).map((symbol) => [String(symbol), String(streamed[symbol])]);
