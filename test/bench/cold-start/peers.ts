/** Another way to trace a function. */
export interface Peer {
  readonly name: string;
  /** `name@version`, each exact. */
  readonly packages: readonly string[];
  /** An ES module that sets it up, as its documentation says. */
  readonly code: string;
  readonly isBundled: boolean;
  /** What a bundle of it leaves out. */
  readonly external?: readonly string[];
  /** Runs before the code, as an ES module: then the peer is loaded by `--import`, else by `--require`. */
  readonly hook?: string;
  /** What the function does in its invocation: `process/function.mjs`. */
  readonly work: 'aws-xray-sdk' | 'opentelemetry';
  readonly env?: Readonly<Record<string, string>>;
}

const XRAY_SDK = {
  packages: ['aws-xray-sdk-core@3.12.0'],
  code: "import xraySdk from 'aws-xray-sdk-core';\nglobalThis.xraySdk = xraySdk;\n",
  work: 'aws-xray-sdk',
} as const;

const OTLP = {
  packages: [
    '@opentelemetry/api@1.10.0',
    '@opentelemetry/sdk-trace@3.1.1',
    '@opentelemetry/context-async-hooks@3.1.1',
    '@opentelemetry/resources@3.1.1',
    '@opentelemetry/exporter-trace-otlp-http@0.301.0',
    '@opentelemetry/instrumentation@0.301.0',
    '@opentelemetry/instrumentation-http@0.301.0',
    '@opentelemetry/instrumentation-aws-lambda@0.76.0',
  ],
  code: `import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
const provider = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'orders' }),
  spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
});
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(provider);
`,
  work: 'opentelemetry',
} as const;

const INSTRUMENTATION = `import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { AwsLambdaInstrumentation } from '@opentelemetry/instrumentation-aws-lambda';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
registerInstrumentations({ instrumentations: [new AwsLambdaInstrumentation(), new HttpInstrumentation()] });
`;

const ADOT_PACKAGE = '@aws/aws-distro-opentelemetry-node-autoinstrumentation';
/** Its Lambda layer, made again from the package on npm: one bundle, the layer's variables, and its hook for ES modules. */
const ADOT = {
  packages: [`${ADOT_PACKAGE}@0.13.0`],
  isBundled: true,
  external: ['import-in-the-middle', '@aws-sdk/*'],
  hook: `import { register } from 'node:module';
register('import-in-the-middle/hook.mjs', import.meta.url);`,
  work: 'opentelemetry',
  env: {
    OTEL_AWS_APPLICATION_SIGNALS_ENABLED: 'false',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_LOG_LEVEL: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'aws-sdk,aws-lambda,http',
    OTEL_PROPAGATORS: 'baggage,tracecontext,xray',
    OTEL_SERVICE_NAME: 'orders',
    // In Lambda it sends over UDP, unless this is set.
    OTEL_EXPORTER_OTLP_ENDPOINT: '',
  },
} as const;

/** Whom we stand beside. */
export const PEERS: readonly Peer[] = [
  { name: 'aws-xray-sdk-core 3.12', ...XRAY_SDK, isBundled: false },
  { name: 'aws-xray-sdk-core 3.12, bundled', ...XRAY_SDK, isBundled: true },
  { name: 'OTLP/HTTP on SDK 3', ...OTLP, isBundled: false },
  { name: 'OTLP/HTTP on SDK 3, bundled', ...OTLP, isBundled: true },
  {
    name: 'OTLP/HTTP on SDK 3 with aws-lambda and http instrumentation, bundled',
    ...OTLP,
    code: OTLP.code + INSTRUMENTATION,
    isBundled: true,
  },
  { name: 'ADOT 0.13 as its layer runs', ...ADOT, code: `import '${ADOT_PACKAGE}/register';\n` },
  {
    name: 'ADOT 0.13 as its layer runs, fast start',
    ...ADOT,
    code: `import { configureLiteMode } from '${ADOT_PACKAGE}/lite';\nconfigureLiteMode();\n`,
  },
];
