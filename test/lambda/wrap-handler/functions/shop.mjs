import { putAnnotation, wrapHandler } from '@otel-xray/lambda';

export const buffered = wrapHandler(async (event) => {
  putAnnotation('tenant', event.tenant);
  return { tenant: event.tenant };
});

export const streaming = wrapHandler(
  awslambda.streamifyResponse(async (event, stream) => {
    putAnnotation('tenant', event.tenant);
    stream.end(`for ${event.tenant}`);
  }),
);
