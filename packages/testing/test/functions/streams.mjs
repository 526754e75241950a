const { awslambda } = globalThis;

export const text = awslambda.streamifyResponse(
  async (event, stream, context) => {
    stream.setContentType('text/plain');
    stream.write('one ');
    stream.write({ event, requestId: context.awsRequestId });
    stream.end();
  },
  { highWaterMark: 16 },
);

export const http = awslambda.streamifyResponse(async (_event, stream) => {
  const answer = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-kind': 'tea' } });
  answer.write('poured');
  answer.end();
});

export const fails = awslambda.streamifyResponse(async (_event, stream) => {
  stream.write('so far ');
  throw new RangeError('größer als 100 €');
});

export const tooLate = awslambda.streamifyResponse(async (_event, stream) => {
  stream.write('begun');
  stream.setContentType('text/plain');
});

export const afterTheEnd = awslambda.streamifyResponse((_event, stream) => stream.end('done'));

export const neverEnds = awslambda.streamifyResponse(async (_event, stream) => {
  stream.write('begun');
});

export const store = async () => {
  const { InvokeStore } = globalThis.awslambda;
  const attempts = ['mine', Symbol.for('_AWS_LAMBDA_REQUEST_ID')].map((key) => {
    try {
      InvokeStore.set(key, 7);
      return InvokeStore.get(key);
    } catch (error) {
      return error.message;
    }
  });
  const { getRequestId, getXRayTraceId, getTenantId } = InvokeStore;
  return { requestId: getRequestId(), trace: getXRayTraceId(), tenant: getTenantId() ?? null, attempts };
};
