import type { Span } from '@opentelemetry/api';
import { attempt, tellThrown } from '../helpers/attempt.ts';

/** A call as the hooks are told of it. */
export interface HookedRequest {
  readonly serviceName?: string;
  readonly commandName?: string;
}

/** An answer as the hooks are told of it. */
export interface HookedResponse {
  readonly data: unknown;
  readonly request: HookedRequest;
}

/** What the official instrumentation does for single services: reads inputs and answers, and writes the trace into messages. */
export interface ServiceHooks {
  requestPreSpanHook(request: HookedRequest, ...rest: unknown[]): object;
  requestPostSpanHook(request: HookedRequest): void;
  /** May give another output than the service's: a stream that is followed. */
  responseHook(response: HookedResponse, span: Span, ...rest: unknown[]): unknown;
}

/**
 * The hooks, of which none throws or rejects. A call that the first of them fails for is traced without what that service's calls
 * are told by, and without its trace in the message; one that a later one fails for, with what is known until then.
 */
export function guardHooks(hooks: ServiceHooks): ServiceHooks {
  const failed = new WeakSet<HookedRequest>();
  return {
    requestPreSpanHook(request, ...rest) {
      const known = attempt(failureOf(request), () => hooks.requestPreSpanHook(request, ...rest));
      if (known === undefined) failed.add(request);
      return known ?? { isIncoming: false };
    },
    requestPostSpanHook(request) {
      if (!failed.has(request)) attempt(failureOf(request), () => hooks.requestPostSpanHook(request));
    },
    responseHook(response, span, ...rest) {
      const { request, data } = response;
      if (failed.has(request)) return undefined;
      const output = attempt(failureOf(request), () => hooks.responseHook(response, span, ...rest));
      if (!(output instanceof Promise)) return output;
      return output.catch((error: unknown) => {
        tellThrown(failureOf(request), error);
        // Of a stream that is not followed, nobody else ends the span.
        span.end();
        return data;
      });
    },
  };
}

function failureOf({ serviceName, commandName }: HookedRequest): string {
  return `a call of ${serviceName}.${commandName} is traced, but not in full: the instrumentation could not read or write it`;
}
