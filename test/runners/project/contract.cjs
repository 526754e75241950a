'use strict';

const TRACE_HEADER = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';

/** An ended span of the service `orders`, as an SDK hands it to an exporter. */
const aSpan = ({ spanId, parentId, ...members }) => ({
  name: 'POST /orders',
  kind: 1,
  spanContext: () => ({ traceId: '6553f100a1b2c3d4e5f60718293a4b5c', spanId, traceFlags: 1 }),
  parentSpanContext: parentId && { traceId: '6553f100a1b2c3d4e5f60718293a4b5c', spanId: parentId, traceFlags: 1 },
  startTime: [1_700_000_000, 0],
  endTime: [1_700_000_000, 10_000_000],
  ended: true,
  status: { code: 0 },
  attributes: {},
  links: [],
  events: [],
  resource: { attributes: { 'service.name': 'orders' } },
  ...members,
});

/** What a project does with `@otel-xray/testing`, in whichever runner. */
exports.defineContract = ({ test, expect, exporter, testing, folder }) => {
  const collect = async () => {
    const collector = testing.createSegmentCollector({ indexedAttributes: ['order.id'] });
    const table = { 'rpc.system': 'aws-api', 'rpc.service': 'DynamoDB', 'rpc.method': 'PutItem' };
    const spans = [
      aSpan({ spanId: '2222222222222222', parentId: '1111111111111111', kind: 3, attributes: table }),
      aSpan({ spanId: '1111111111111111', attributes: { 'order.id': 'A-17', 'http.response.status_code': 503 } }),
    ];
    await new Promise((resolve) => collector.exporter.export(spans, resolve));
    return collector.documents;
  };

  test('the matchers match', async () => {
    const [segment, ...others] = await collect();
    expect(others).toEqual([]);
    expect(segment).toBeValidSegment();
    expect(segment).toHaveFault();
    expect(segment).not.toHaveError();
    expect(segment).not.toHaveThrottle();
    expect(segment).toHaveAnnotation('order.id', expect.stringMatching(/^A-/));
    expect(segment).not.toHaveMetadata(['otel', 'nothing']);
    expect(segment).toHaveSubsegment({ name: 'DynamoDB', aws: { operation: expect.any(String) } });
    expect([segment]).toMatchTrace('orders fault\n  DynamoDB namespace=aws');
    expect([segment]).toMatchTrace({ name: 'orders', subsegments: [{ name: expect.stringContaining('Dynamo') }] });
  });

  test('the matchers say what is wrong', async () => {
    const trace = await collect();
    expect(() => expect(trace).toMatchTrace('orders\n  SQS')).toThrow(/SQS +DynamoDB +← first difference/);
    expect(() => expect(trace[0]).not.toHaveFault()).toThrow('expected segment "orders" not to have fault');
    expect(() => expect(trace[0]).toHaveMetadata('x', expect.any(Number))).toThrow(/x = .*Number/);
  });

  test('a snapshot is a contract', async () => {
    expect(await collect()).toMatchSnapshot();
  });

  test('the daemon listens, and a function runs in a process of its own', async () => {
    const daemon = await testing.startDaemon();
    await daemon.settle();
    await daemon.close();
    const result = await testing.invoke(`${folder}/function.cjs`, { order: 7 }, { traceHeader: TRACE_HEADER });
    expect(result).toMatchObject({ response: { order: 7, header: TRACE_HEADER }, documents: [], logs: ['taken'] });
  });

  // Jest's CommonJS has no import(), and Node no other way to load its modules late before 20.16.
  (process.getBuiltinModule === undefined ? test.skip : test)('the exporter sends over UDP', async () => {
    const daemon = await testing.startDaemon();
    const { address: daemonAddress } = daemon;
    const own = new exporter.XRaySpanExporter({ daemonAddress });
    const result = await new Promise((resolve) => own.export([aSpan({ spanId: '1111111111111111' })], resolve));
    expect(result).toEqual({ code: 0 });
    expect(await daemon.waitForTrace('1-6553f100-a1b2c3d4e5f60718293a4b5c')).toMatchTrace('orders');
    await own.shutdown();
    await daemon.close();
  });

  test('a handler runs in the process of the test', async () => {
    const result = await testing.invoke(async (event, context) => [event, context.xRayTraceId], 7, {
      traceHeader: TRACE_HEADER,
    });
    expect(result.response).toEqual([7, TRACE_HEADER]);
  });
};
