import { createContextKey } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';

// One key for one name, so that all copies of this package share it.
const INVOCATION = createContextKey('otel-xray/lambda invocation');

/** Stands for one invocation, and for nothing else: two that share a trace are still two. */
export interface InvocationToken {
  /** What Lambda calls it. */
  readonly requestId?: string | undefined;
  /** Whether it has been answered: what still runs in its context belongs to none. */
  isOver?: boolean;
  /** Whether it is nobody's, and tried out before the first real one. */
  readonly isRehearsal?: boolean;
}

/** A context of an invocation: every span that starts in it belongs there. */
export function withInvocation(context: Context, token: InvocationToken): Context {
  return context.setValue(INVOCATION, token);
}

/** The invocation that a context belongs to; `undefined` outside of any. */
export function invocationOf(context: Context): InvocationToken | undefined {
  const token = context.getValue(INVOCATION);
  return typeof token === 'object' && token !== null ? token : undefined;
}
