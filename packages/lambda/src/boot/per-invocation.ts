import type { Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { invocationOf } from '../invocation/invocation-key.ts';
import type { InvocationToken } from '../invocation/invocation-key.ts';

/** Ended spans of one invocation that are held back; with the next one they are all passed on. */
const MAX_HELD_SPANS = 500;

/** One invocation: the span that stands for it, and what has ended below that one. */
interface Held {
  readonly root: ReadableSpan;
  spans: ReadableSpan[];
  isOver: boolean;
}

/**
 * Passes an invocation's spans on together, when its own span has ended. Where invocations overlap in one process, the end of one
 * flushes the batch processor for all; without this, the others' traces would go out in as many pieces.
 *
 * It holds on to no invocation that nobody else holds on to. Spans of no invocation are passed on at once.
 */
export class PerInvocation implements SpanProcessor {
  readonly #next: SpanProcessor;
  readonly #invocations = new WeakMap<InvocationToken, Held>();
  readonly #homes = new WeakMap<ReadableSpan, Held>();

  constructor(next: SpanProcessor) {
    this.#next = next;
  }

  /** Passes on what is held of an invocation, which goes on. */
  release(token: InvocationToken): void {
    const held = this.#invocations.get(token);
    if (held !== undefined) this.#passOn(held);
  }

  onStart(span: Span, parentContext: Context): void {
    this.#next.onStart(span, parentContext);
    const token = invocationOf(parentContext);
    if (token === undefined) return;
    let held = this.#invocations.get(token);
    if (held === undefined) this.#invocations.set(token, (held = { root: span, spans: [], isOver: false }));
    this.#homes.set(span, held);
  }

  onEnd(span: ReadableSpan): void {
    const held = this.#homes.get(span);
    if (held === undefined || held.isOver) return this.#next.onEnd(span);
    held.spans.push(span);
    held.isOver = span === held.root;
    if (held.isOver || held.spans.length > MAX_HELD_SPANS) this.#passOn(held);
  }

  forceFlush(): Promise<void> {
    return this.#next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#next.shutdown();
  }

  #passOn(held: Held): void {
    const { spans } = held;
    held.spans = [];
    for (const span of spans) this.#next.onEnd(span);
  }
}
