import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDaemon } from '../daemon.ts';
import { CONCURRENCY_VARIABLE } from '../runtime-client/serve.ts';
import { startFunction } from '../start-function.ts';
import type { EventWithHeader, FunctionResult, InvokeFunctionOptions } from './function-run.ts';
import { documentsOf } from './trace-documents.ts';

const FILE = /^(.+)\.[cm]?[jt]s(?:#(.+))?$/;

/** Runs the function in a process of its own, which sends to a daemon of its own; both are gone afterwards. */
export async function invokeInChild(
  target: string,
  events: readonly EventWithHeader[],
  options: InvokeFunctionOptions,
): Promise<readonly FunctionResult[]> {
  const { concurrency = 1, env, functionName, nodeArguments, ...invocation } = options;
  const place = toPlace(target);
  const daemon = await startDaemon();
  const running = await startFunction({
    ...place,
    functionName,
    nodeArguments,
    environment: {
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      ...(concurrency > 1 && { [CONCURRENCY_VARIABLE]: String(concurrency) }),
      ...env,
    },
  });
  try {
    const outcomes = await Promise.all(
      events.map(({ event, traceHeader }) => running.invoke(event, { ...invocation, traceHeader })),
    );
    await running.close();
    await daemon.settle();
    return outcomes.map((outcome, index) => ({
      ...outcome,
      documents: documentsOf(daemon.documents, events[index]?.traceHeader),
      logs: running.logs,
    }));
  } finally {
    await running.close();
    await daemon.close();
  }
}

/**
 * Folder and `_HANDLER` of a file or of a handler's name.
 *
 * @throws TypeError for a file in a folder that there is not: no process could be started in it.
 */
function toPlace(target: string): { readonly handler: string; readonly taskRoot: string } {
  const [, file, exportName = 'handler'] = FILE.exec(target) ?? [];
  if (file === undefined) return { handler: target, taskRoot: process.cwd() };
  const path = file.startsWith('file:') ? fileURLToPath(file) : resolve(file);
  if (!existsSync(dirname(path))) throw new TypeError(`expected a module at ${path}, found no such folder`);
  return { handler: `${basename(path)}.${exportName}`, taskRoot: dirname(path) };
}
