import type { Span } from '@opentelemetry/api';
import { addMetadata } from '../helpers/metadata.ts';
import type { PowertoolsSettings } from './settings.ts';

/** How one call of a handler or method is recorded. */
export interface CallRecord {
  readonly spanName: string;
  /** Whether what is thrown is recorded with message and stack; otherwise only that something was. */
  readonly recordsExceptions: boolean;
  /** Adds what was returned. Never throws. */
  onResponse(span: Span, response: unknown): void;
}

/** A handler: `## index.handler`, with `index.handler response`. */
export function toHandlerRecord(handlerName: string, settings: PowertoolsSettings): CallRecord {
  return toRecord(`## ${handlerName}`, handlerName, settings);
}

/** A method: `### charge`, with `charge response`. A name that begins with `##` stays as it is. */
export function toMethodRecord(name: string, settings: PowertoolsSettings): CallRecord {
  return toRecord(name.startsWith('##') ? name : `### ${name}`, name, settings);
}

function toRecord(spanName: string, name: string, settings: PowertoolsSettings): CallRecord {
  return {
    spanName,
    recordsExceptions: settings.capturesError,
    onResponse(span, value) {
      if (!settings.capturesResponse || !span.isRecording()) return;
      addMetadata(span, { namespace: settings.serviceName, key: `${name} response`, value });
    },
  };
}
