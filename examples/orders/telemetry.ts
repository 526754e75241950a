/**
 * OpenTelemetry for a Lambda function that reports to X-Ray: preloaded with `node --import ./telemetry.ts`, before the
 * function and the libraries that it uses. This file alone knows where traces go.
 */
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { XRaySpanExporter } from '@otel-xray/exporter';
import { XRayLambdaPropagator } from '@otel-xray/propagator';
import { lambdaAttributes } from './telemetry/lambda-attributes.ts';

// The daemon's address comes from AWS_XRAY_DAEMON_ADDRESS, which Lambda sets.
const exporter = new XRaySpanExporter({ indexedAttributes: ['app.*'] });

trace.setGlobalTracerProvider(
  new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(lambdaAttributes(process.env))),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  }),
);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(
  new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new XRayLambdaPropagator()] }),
);
registerInstrumentations({
  instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation(), new AwsInstrumentation()],
});
