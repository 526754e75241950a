/**
 * OpenTelemetry with its own Lambda instrumentation, reporting to X-Ray: preloaded with `node --import ./telemetry.ts`, before the
 * function. The function knows nothing of it.
 */
import { register } from 'node:module';
import { context, defaultTextMapGetter, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { AwsLambdaInstrumentation } from '@opentelemetry/instrumentation-aws-lambda';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { createUdpSender, InProgressSpanProcessor, XRaySpanExporter } from '@otel-xray/exporter';
import { XRayLambdaPropagator } from '@otel-xray/propagator';

// The runtime client loads handlers by `import`, CommonJS ones too: without this hook, none is instrumented.
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

// One socket for both. The daemon's address comes from AWS_XRAY_DAEMON_ADDRESS, which Lambda sets.
const sender = createUdpSender();
const exporter = new XRaySpanExporter({ sender, indexedAttributes: ['app.*'] });
const tracerProvider = new TracerProvider({
  resource: resourceFromAttributes({
    'service.name': process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'unknown',
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
  }),
  spanProcessors: [new InProgressSpanProcessor({ sender }), new BatchSpanProcessor({ exporter })],
});
trace.setGlobalTracerProvider(tracerProvider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(
  new CompositePropagator({ propagators: [new XRayLambdaPropagator(), new W3CTraceContextPropagator()] }),
);

registerInstrumentations({
  // Its `forceFlush` is called at the end of each invocation: without it nothing is sent before the sandbox freezes.
  tracerProvider,
  instrumentations: [
    new AwsLambdaInstrumentation({
      // By default only the global propagator is asked, which knows the variable of the process. Where invocations overlap in one
      // process, Lambda does not set that: their contexts know.
      eventContextExtractor: (event: { headers?: Record<string, string> } | null, lambdaContext) => {
        const { xRayTraceId } = lambdaContext as { readonly xRayTraceId?: string };
        const propagator = new XRayLambdaPropagator({ env: { _X_AMZN_TRACE_ID: xRayTraceId } });
        return propagator.extract(ROOT_CONTEXT, event?.headers ?? {}, defaultTextMapGetter);
      },
      // The instrumentation does not read the answer: its status is what makes an error or a fault in X-Ray.
      responseHook: (span, { res }) => {
        if (typeof res?.statusCode === 'number') span.setAttribute('http.response.status_code', res.statusCode);
      },
    }),
  ],
});
