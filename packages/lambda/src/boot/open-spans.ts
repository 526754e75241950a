import type { Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { invocationOf } from '../invocation/invocation-key.ts';
import type { InvocationToken } from '../invocation/invocation-key.ts';

/**
 * A span processor that knows which sampled spans of an invocation have started and not ended. It holds on to no invocation
 * that nobody else holds on to.
 */
export class OpenSpans implements SpanProcessor {
  readonly #open = new WeakMap<InvocationToken, Set<ReadableSpan>>();
  readonly #homes = new WeakMap<ReadableSpan, Set<ReadableSpan>>();

  /** The open spans of an invocation, in the order in which they started. */
  of(token: InvocationToken): readonly ReadableSpan[] {
    return [...(this.#open.get(token) ?? [])];
  }

  onStart(span: Span, parentContext: Context): void {
    const token = invocationOf(parentContext);
    if (token === undefined || (span.spanContext().traceFlags & 1) === 0) return;
    let open = this.#open.get(token);
    if (open === undefined) this.#open.set(token, (open = new Set()));
    open.add(span);
    this.#homes.set(span, open);
  }

  onEnd(span: ReadableSpan): void {
    this.#homes.get(span)?.delete(span);
  }

  async forceFlush(): Promise<void> {
    // Nothing is held back here.
  }

  async shutdown(): Promise<void> {
    // Nothing is open here.
  }
}
