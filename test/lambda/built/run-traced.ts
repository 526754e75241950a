import { type FunctionOptions, type InvocationOutcome, startDaemon, startFunction } from '@otel-xray/testing';

/** How one invocation went. */
export interface TracedOutcome {
  readonly outcome: InvocationOutcome;
  /** The names of the finished subsegments, each below its parent: `function-under-test > app work`. */
  readonly names: readonly string[];
  readonly logs: readonly string[];
}

/** What of a document is looked at. */
interface Named {
  readonly name: string;
  readonly in_progress?: boolean;
  readonly subsegments?: readonly Named[];
}

const TRACE_HEADER = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1';

/** Invokes a function once, in a process of its own, before a daemon of its own. */
export async function runTraced({ environment, ...options }: FunctionOptions): Promise<TracedOutcome> {
  const daemon = await startDaemon();
  const running = await startFunction({
    ...options,
    environment: { AWS_XRAY_DAEMON_ADDRESS: daemon.address, ...environment },
  });
  try {
    const outcome = await running.invoke({}, { traceHeader: TRACE_HEADER });
    await daemon.settle();
    const finished = (daemon.documents as readonly Named[]).filter((document) => document.in_progress !== true);
    return { outcome, names: finished.flatMap((document) => pathsOf(document)), logs: running.logs };
  } finally {
    await running.close();
    await daemon.close();
  }
}

function pathsOf({ name, subsegments = [] }: Named): readonly string[] {
  return [name, ...subsegments.flatMap((one) => pathsOf(one).map((path) => `${name} > ${path}`))];
}
