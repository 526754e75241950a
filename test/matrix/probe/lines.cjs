'use strict';

/** The two OpenTelemetry lines: the package that the spans come from, and how its provider is made. */
exports.LINES = {
  sdk2: {
    sdk: '@opentelemetry/sdk-trace-base',
    createProvider: ({ BasicTracerProvider, BatchSpanProcessor }, { exporter, ...options }) =>
      new BasicTracerProvider({ ...options, spanProcessors: [new BatchSpanProcessor(exporter)] }),
  },
  sdk3: {
    sdk: '@opentelemetry/sdk-trace',
    createProvider: ({ TracerProvider, BatchSpanProcessor }, { exporter, ...options }) =>
      new TracerProvider({ ...options, spanProcessors: [new BatchSpanProcessor({ exporter })] }),
  },
};
