import { SpanKind } from '@opentelemetry/api';
import type { Environment } from '../config/settings.ts';
import { annotate } from '../helpers/annotation.ts';
import type { Preset } from '../invocation/preset.ts';
import { toHandlerRecord } from './records.ts';
import { readPowertoolsSettings } from './settings.ts';

/** What the preset is made of. */
export interface PowertoolsOptions {
  readonly env: Environment;
  /** What `_HANDLER` held when the function was started: `index.handler`. */
  readonly handlerName: string;
}

/**
 * Makes invocations look as under Powertools' Tracer: a subsegment `## index.handler` with the annotations `ColdStart` and
 * `Service`, and the answer as metadata `index.handler response` in the service's namespace.
 */
export function createPowertoolsPreset({ env, handlerName }: PowertoolsOptions): Preset {
  const settings = readPowertoolsSettings(env);
  // Powertools counts a start as cold only where Lambda says that it was made for the request.
  const isOnDemand = env['AWS_LAMBDA_INITIALIZATION_TYPE']?.trim() === 'on-demand';
  return {
    ...toHandlerRecord(handlerName, settings),
    // A server span's document is called after the service; an internal one's keeps its own name.
    spanKind: SpanKind.INTERNAL,
    onStart(span, { isColdStart }) {
      if (!span.isRecording()) return;
      annotate(span, 'ColdStart', isColdStart && isOnDemand);
      annotate(span, 'Service', settings.serviceName);
    },
  };
}
