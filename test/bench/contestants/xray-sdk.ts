import { createSocket, type Socket } from 'node:dgram';
import { HEADER_LINE, type ReadableSpan } from '@otel-xray/segments';
import { type Contestant, type Edges, type Output, passOver, TRACES } from '../contestant.ts';
import { CALLS, nextTraceHeader } from '../invoke.ts';
import { requireFrom } from '../peers.ts';
import { createWorkload } from '../workload.ts';

/** A segment or subsegment of theirs, as far as the benchmark calls it. */
interface Segment {
  namespace?: string;
  http?: unknown;
  addNewSubsegment(name: string): Segment;
  addAttribute(name: string, data: unknown): void;
  addSqlData(data: unknown): void;
  addMetadata(key: string, value: unknown): void;
  addError(error: Error): void;
  format(): string;
  close(): void;
  /** Of the one that stands for the function's own in Lambda. */
  resolveLambdaTraceData(): void;
}

interface XRaySdk {
  readonly Segment: new (name: string, traceId: string, parentId: string) => Segment;
  getSegment(): Segment;
}

interface Emitter {
  send: (segment: Segment) => void;
  socket: { send: (message: Buffer, offset: number, length: number, port: number, host: string, done: Done) => void };
}

type Done = (error: Error | null) => void;

/** AWS's X-Ray SDK, which has no spans: its rows make segments of the same content. */
export const XRAY_SDK: Contestant = {
  peer: 'xray-sdk',
  throughput: [
    { name: 'aws-xray-sdk-core 3.12: format + Buffer of ready segments', create: async () => formatReady() },
    { name: 'aws-xray-sdk-core 3.12: create and close, without sending', create: async () => createOnly() },
    { name: 'aws-xray-sdk-core 3.12: create, close + UDP', create: createAndSend },
  ],
  invocation: [{ name: 'aws-xray-sdk-core 3.12, below its Lambda facade', create: createInvocation }],
};

function formatReady(): () => Output {
  const sdk = load();
  emitter().send = () => {};
  const segments = createWorkload(TRACES).map((trace) => record(sdk, trace));
  return passOver(segments, (segment) => Buffer.from(HEADER_LINE + segment.format()));
}

function createOnly(): () => Output {
  const sdk = load();
  emitter().send = () => {};
  const traces = createWorkload(TRACES);
  return () => {
    for (const trace of traces) record(sdk, trace);
    return { bytes: 0, datagrams: 0 };
  };
}

/** Each trace is sent as its segment closes; a pass ends when all have left. */
async function createAndSend({ udpPort }: Edges): Promise<() => Promise<Output>> {
  process.env['AWS_XRAY_DAEMON_ADDRESS'] = `127.0.0.1:${udpPort}`;
  const sdk = load();
  const socket = createSocket('udp4');
  const traces = createWorkload(TRACES);
  let output = { bytes: 0, datagrams: 0 };
  let left = 0;
  let finish = (): void => {};
  emitter().socket = {
    send: (message, offset, length, port, host, done) => {
      output = { bytes: output.bytes + length, datagrams: output.datagrams + 1 };
      socket.send(message, offset, length, port, host, (error) => {
        done(error);
        left -= 1;
        if (left === 0) finish();
      });
    },
  };
  return async () => {
    output = { bytes: 0, datagrams: 0 };
    left = traces.length;
    const allSent = new Promise<void>((resolve) => (finish = resolve));
    for (const [index, trace] of traces.entries()) {
      record(sdk, trace);
      if (index % 32 === 31) await new Promise(setImmediate);
    }
    await allSent;
    return output;
  };
}

async function createInvocation({ udpPort }: Edges): Promise<() => Promise<void>> {
  process.env['AWS_XRAY_DAEMON_ADDRESS'] = `127.0.0.1:${udpPort}`;
  process.env['LAMBDA_TASK_ROOT'] = '/var/task';
  process.env['_X_AMZN_TRACE_ID'] = nextTraceHeader();
  const whenSent = await watchSockets();
  const { getSegment } = load();
  return async () => {
    process.env['_X_AMZN_TRACE_ID'] = nextTraceHeader();
    const facade = getSegment();
    facade.resolveLambdaTraceData();
    const handler = facade.addNewSubsegment('## handler');
    for (const { name, attributes } of CALLS) {
      const call = handler.addNewSubsegment(String(attributes['rpc.service'] ?? name));
      const isAws = attributes['rpc.method'] !== undefined;
      call.namespace = isAws ? 'aws' : 'remote';
      if (isAws) call.addAttribute('aws', { operation: attributes['rpc.method'], region: attributes['aws.region'] });
      await new Promise(setImmediate);
      call.close();
    }
    handler.close();
    await whenSent();
  };
}

/** In Lambda it opens a socket for each flush, and tells nobody when that is done: counted at the sockets themselves. */
async function watchSockets(): Promise<() => Promise<void>> {
  const dgram = requireFrom('xray-sdk')('node:dgram') as { createSocket: typeof createSocket };
  const create = dgram.createSocket;
  let open = 0;
  let finish = (): void => {};
  dgram.createSocket = ((...made: Parameters<typeof create>) => {
    const socket = create(...made);
    const send = socket.send.bind(socket) as (...args: unknown[]) => void;
    socket.send = ((...args: unknown[]) => {
      open += 1;
      const done = args.pop() as Done;
      send(...args, (error: Error | null) => {
        done(error);
        open -= 1;
        if (open === 0) finish();
      });
    }) as Socket['send'];
    return socket;
  }) as typeof create;
  return async () => {
    // It hands over in the next tick.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    if (open > 0) await new Promise<void>((resolve) => (finish = resolve));
  };
}

function load(): XRaySdk {
  return requireFrom('xray-sdk')('aws-xray-sdk-core') as XRaySdk;
}

function emitter(): Emitter {
  return requireFrom('xray-sdk')('aws-xray-sdk-core/dist/lib/segment_emitter') as Emitter;
}

/** What a user of theirs writes for a trace of the workload: the same content, in the members that there are for it. */
function record({ Segment }: XRaySdk, trace: readonly ReadableSpan[]): Segment {
  const root = trace.at(-1) as ReadableSpan;
  const { traceId } = root.spanContext();
  const xrayTraceId = `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
  const segment = new Segment(root.name, xrayTraceId, root.parentSpanContext?.spanId ?? '');
  const { attributes: a } = root;
  segment.http = {
    request: {
      method: a['http.method'],
      url: a['http.url'],
      user_agent: a['http.user_agent'],
      client_ip: a['http.client_ip'],
    },
    response: { status: a['http.status_code'] },
  };
  for (const key of ['faas.execution', 'faas.coldstart', 'faas.trigger', 'http.route'])
    segment.addMetadata(key, a[key]);
  for (const span of trace.slice(0, -1)) recordCall(segment, span);
  addErrors(segment, root);
  segment.close();
  return segment;
}

function recordCall(segment: Segment, span: ReadableSpan): void {
  const { name, kind, attributes: a } = span;
  const host = a['server.address'] ?? a['net.peer.name'];
  const call = segment.addNewSubsegment(String(a['rpc.service'] ?? (kind === 2 ? host : undefined) ?? name));
  if (a['rpc.system'] !== undefined) {
    call.namespace = 'aws';
    const { 'rpc.method': operation, 'aws.region': region, 'aws.request_id': request_id } = a;
    const [table_name, queue_url] = [a['aws.table.name'], a['aws.queue.url']];
    call.addAttribute('aws', { operation, region, request_id, table_name, queue_url });
    call.addAttribute('http', { response: { status: a['http.status_code'] } });
  } else if (a['db.statement'] !== undefined) {
    call.namespace = 'remote';
    const {
      'db.connection_string': url,
      'db.system': database_type,
      'db.user': user,
      'db.statement': sanitized_query,
    } = a;
    call.addSqlData({ url, database_type, user, sanitized_query });
  } else if (kind === 2) {
    call.namespace = 'remote';
    const status = a['http.response.status_code'] ?? a['http.status_code'];
    const request = { method: 'GET', url: a['url.full'] ?? a['http.url'] };
    call.addAttribute('http', { request, response: { status, content_length: 2048 } });
  }
  for (const key in a) if (EXTRA.test(key)) call.addMetadata(key, a[key]);
  addErrors(call, span);
  call.close();
}

const EXTRA = /^(?:basket|customer|cache|net|network|messaging)\./;

function addErrors(segment: Segment, { events }: ReadableSpan): void {
  for (const { attributes = {} } of events) {
    const error = new TypeError(String(attributes['exception.message']));
    error.stack = String(attributes['exception.stacktrace']);
    segment.addError(error);
  }
}
