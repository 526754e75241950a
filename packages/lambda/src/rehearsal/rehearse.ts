import { context, SpanKind } from '@opentelemetry/api';
import type { Tracer } from '@opentelemetry/api';
import { withInvocation } from '../invocation/invocation-key.ts';
import type { LambdaContext } from '../invocation/lambda-context.ts';
import { wrap } from '../invocation/wrap.ts';
import type { OwnTracing } from '../tracing.ts';
import { CALLS, CONTEXT, EVENT } from './script.ts';

/** The first time compiles nearly all; the second takes a third as long, and half of that comes back; of a third nothing does. */
const TIMES = 2;

/**
 * Invokes a handler of nobody's, so that the first real invocation finds compiled what it runs: from the event through spans and
 * documents to the sender, which here sends nothing. It is traced by what `rehearsal` gives, which nobody else has.
 *
 * Never rejects, and says nothing: what fails here fails in the first invocation as well, which tells it.
 */
export async function rehearse({ rehearsal }: Pick<OwnTracing, 'rehearsal'>): Promise<void> {
  try {
    const tracing = rehearsal();
    const handler = wrap(answer(tracing.tracer), { tracing, env: {}, preset: undefined, traceHeader: undefined });
    await context.with(withInvocation(context.active(), { isRehearsal: true }), async () => {
      await tracing.open();
      for (let i = 0; i < TIMES; i++) await handler(EVENT, CONTEXT);
    });
  } catch {
    // The function runs without it, too.
  }
}

type Handler = (event: unknown, context: LambdaContext) => Promise<unknown>;

function answer(tracer: Tracer): Handler {
  return async () => {
    for (const [name, attributes] of CALLS) tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }).end();
    return { statusCode: 200 };
  };
}
