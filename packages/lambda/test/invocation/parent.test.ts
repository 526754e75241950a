import { propagation, trace } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import type { PropagatorName } from '../../src/config/config.ts';
import { ParentReader, type TraceHeaders } from '../../src/invocation/parent.ts';

const LAMBDA = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';
const LAMBDA_TRACE = '6553f100a1b2c3d4e5f60718293a4b5c';
const OTHER_TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${OTHER_TRACE}-b7ad6b7169203331-01`;

function read(
  headers: Partial<TraceHeaders>,
  {
    propagators = ['xray-lambda', 'tracecontext', 'baggage'] as readonly PropagatorName[],
    parentPolicy = 'lambda' as const,
  } = {} as {
    propagators?: readonly PropagatorName[];
    parentPolicy?: 'lambda' | 'event';
  },
) {
  const { context, links } = new ParentReader({ propagators, parentPolicy }).read({
    lambda: undefined,
    carrier: {},
    ...headers,
  });
  const parent = trace.getSpanContext(context);
  return {
    parent: parent === undefined ? undefined : `${parent.traceId}/${parent.spanId}/${parent.traceFlags}`,
    links: links.map((link) => link.context.traceId),
    baggage: propagation.getBaggage(context)?.getEntry('tenant')?.value,
  };
}

describe('whose trace an invocation belongs to', () => {
  it.each([
    { headers: {}, parent: undefined, links: [], why: 'nobody names one' },
    { headers: { lambda: LAMBDA }, parent: `${LAMBDA_TRACE}/53995c3f42cd8ad8/1`, links: [], why: 'Lambda names one' },
    {
      headers: { lambda: LAMBDA.replace('Sampled=1', 'Sampled=0') },
      parent: `${LAMBDA_TRACE}/53995c3f42cd8ad8/0`,
      links: [],
      why: 'Lambda names one that is not sampled',
    },
    {
      headers: { lambda: LAMBDA.replace('Sampled=1', 'Sampled=?') },
      parent: `${LAMBDA_TRACE}/53995c3f42cd8ad8/1`,
      links: [],
      why: 'an open decision is to record',
    },
    {
      headers: { carrier: { Traceparent: TRACEPARENT } },
      parent: `${OTHER_TRACE}/b7ad6b7169203331/1`,
      links: [],
      why: 'only the event names one, in any case',
    },
    {
      headers: { lambda: LAMBDA, carrier: { traceparent: TRACEPARENT } },
      parent: `${LAMBDA_TRACE}/53995c3f42cd8ad8/1`,
      links: [OTHER_TRACE],
      why: 'both do: the event becomes a link',
    },
    {
      headers: { lambda: LAMBDA, carrier: { 'X-Amzn-Trace-Id': 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c' } },
      parent: `${LAMBDA_TRACE}/53995c3f42cd8ad8/1`,
      links: [],
      why: 'API Gateway repeats the trace: no link to itself',
    },
    {
      headers: { lambda: 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c', carrier: { 'x-amzn-trace-id': LAMBDA } },
      parent: `${LAMBDA_TRACE}/53995c3f42cd8ad8/1`,
      links: [],
      why: 'Lambda knows no parent, the event of the same trace does',
    },
    {
      headers: { lambda: 'nonsense', carrier: { 'x-amzn-trace-id': LAMBDA, traceparent: TRACEPARENT } },
      parent: `${OTHER_TRACE}/b7ad6b7169203331/1`,
      links: [],
      why: 'Lambda’s cannot be read: what the event carries counts as it does without one',
    },
    {
      headers: { carrier: { 'x-amzn-trace-id': LAMBDA, traceparent: TRACEPARENT } },
      parent: `${OTHER_TRACE}/b7ad6b7169203331/1`,
      links: [],
      why: 'of two in the event, the later of OTEL_PROPAGATORS',
    },
    { headers: { lambda: 'nonsense', carrier: {} }, parent: undefined, links: [], why: 'a malformed header is none' },
  ])('$why', ({ headers, parent, links }) => {
    expect(read(headers)).toMatchObject({ parent, links });
  });

  it('takes the event first under the policy event, and links to what Lambda names', () => {
    const policy = { parentPolicy: 'event' } as const;
    expect(read({ lambda: LAMBDA, carrier: { traceparent: TRACEPARENT } }, policy)).toMatchObject({
      parent: `${OTHER_TRACE}/b7ad6b7169203331/1`,
      links: [LAMBDA_TRACE],
    });
    expect(read({ lambda: LAMBDA }, policy)).toMatchObject({ parent: `${LAMBDA_TRACE}/53995c3f42cd8ad8/1`, links: [] });
  });

  it('does not read Lambda where xray-lambda is not configured', () => {
    const propagators = ['tracecontext'] as const;
    expect(read({ lambda: LAMBDA }, { propagators })).toMatchObject({ parent: undefined });
    expect(read({ lambda: LAMBDA, carrier: { traceparent: TRACEPARENT } }, { propagators })).toMatchObject({
      parent: `${OTHER_TRACE}/b7ad6b7169203331/1`,
      links: [],
    });
  });

  it('does not take the variable of the process for what the event carries', () => {
    const before = process.env['_X_AMZN_TRACE_ID'];
    process.env['_X_AMZN_TRACE_ID'] = LAMBDA;
    try {
      expect(read({}, { parentPolicy: 'event' }).parent).toBeUndefined();
    } finally {
      if (before === undefined) delete process.env['_X_AMZN_TRACE_ID'];
      else process.env['_X_AMZN_TRACE_ID'] = before;
    }
  });

  it('keeps the baggage of the event, whoever names the parent', () => {
    expect(read({ lambda: LAMBDA, carrier: { baggage: 'tenant=a' } })).toMatchObject({
      parent: `${LAMBDA_TRACE}/53995c3f42cd8ad8/1`,
      baggage: 'a',
    });
    expect(read({ carrier: { baggage: 'tenant=b' } })).toMatchObject({ parent: undefined, baggage: 'b' });
  });

  it('does not carry one invocation over into the next', () => {
    const reader = new ParentReader({ propagators: ['xray-lambda'], parentPolicy: 'lambda' });
    reader.read({ lambda: LAMBDA, carrier: {} });
    expect(trace.getSpanContext(reader.read({ lambda: undefined, carrier: {} }).context)).toBeUndefined();
  });
});
