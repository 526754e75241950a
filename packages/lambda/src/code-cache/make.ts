import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findObstacle } from '../load/obstacle.ts';
import { codeCacheFolder, type Engine, engineFolderName } from './names.ts';
import { RECORD_FLAG, type Recording } from './record.ts';
import { SAMPLE_HANDLER, SERVICE_VARIABLE } from './sample-function.ts';

/** A run takes a tenth of a second. */
const LIMIT_MILLIS = 60_000;

/** Flags that V8 makes another cache for: none, and what Lambda starts Node with. */
const FLAGS: readonly (readonly string[])[] = [[], ['--expose-gc']];

/**
 * Makes a code cache for the Node that this runs in: starts a function that does what functions do, before a daemon that is none, and
 * keeps what V8 has compiled by then. A cache that is there already stays until the new one is whole.
 *
 * @param script - the file of the command, beside the files that the cache is for.
 * @param out - where the cache is written; beside those files if left out.
 * @returns what was made, in lines to be read.
 * @throws Error where a function could not be traced from there, the function cannot be run or sends nothing, or V8 does not take what it has given.
 */
export async function makeCodeCache(
  script: string,
  out: string = codeCacheFolder(dirname(script)),
): Promise<readonly string[]> {
  const start = { nodeVersion: process.versions.node, loaderFile: join(dirname(script), 'loader.mjs') };
  const obstacle = findObstacle({ ...start, env: {}, awslambda: undefined });
  if (obstacle !== undefined) throw new Error(obstacle);
  const lines: string[] = [];
  for (const flags of FLAGS) {
    const { v8 } = process.versions;
    const engine: Engine = { v8, arch: process.arch, exposesGc: flags.length > 0 };
    const folder = join(out, engineFolderName(engine));
    // Whole or not at all: V8 looks at the length of its code and at no checksum.
    const unfinished = `${folder}.${process.pid}`;
    try {
      await mkdir(unfinished, { recursive: true });
      await record(script, flags, unfinished);
      await rm(folder, { recursive: true, force: true });
      await putInPlace(unfinished, folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
    lines.push(`${folder}: ${await describe(folder)}`);
  }
  return lines;
}

async function putInPlace(unfinished: string, folder: string): Promise<void> {
  try {
    await rename(unfinished, folder);
  } catch (error) {
    // Another run of this command was faster: one is as good as the other.
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
}

async function record(script: string, flags: readonly string[], folder: string): Promise<void> {
  const daemon = createSocket('udp4');
  const service = createServer((_, response) => response.end());
  let datagrams = 0;
  daemon.on('message', () => (datagrams += 1));
  daemon.bind(0, '127.0.0.1');
  service.listen(0, '127.0.0.1');
  await Promise.all([once(daemon, 'listening'), once(service, 'listening')]);
  try {
    const env = environmentOf(script, daemon.address(), service.address() as AddressInfo);
    const run = async (): Promise<Recording> => {
      const { stdout } = await promisify(execFile)(process.execPath, [...flags, script, RECORD_FLAG, folder], {
        env,
        timeout: LIMIT_MILLIS,
      });
      return JSON.parse(stdout) as Recording;
    };
    const { files } = await run();
    // Whether V8 takes what it has given, the second process tells.
    const { taken } = await run();
    if (files === 0 || taken !== files) throw new Error(`V8 takes the code of ${taken} of ${files} files`);
  } finally {
    daemon.close();
    service.close();
  }
  if (datagrams === 0) throw new Error('the sample function has sent no segment document');
}

/** As in Lambda, and nothing of this process's own: what is set here is not what the function will have. */
function environmentOf(script: string, daemon: AddressInfo, service: AddressInfo): NodeJS.ProcessEnv {
  return {
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'sample',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/sample',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef',
    AWS_REGION: 'eu-west-1',
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.port}`,
    LAMBDA_TASK_ROOT: dirname(script),
    OTEL_XRAY_REHEARSAL: 'on',
    // For all of them: where a function asks for none, their files are not read, nor V8's code of them.
    OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'aws-sdk,http,undici',
    [SERVICE_VARIABLE]: `http://127.0.0.1:${service.port}`,
    _HANDLER: `${basename(script).replace(/\.\w+$/, '')}.${SAMPLE_HANDLER}`,
    _X_AMZN_TRACE_ID: 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c;Parent=53995c3f42cd8ad8;Sampled=1',
  };
}

async function describe(folder: string): Promise<string> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return `${names.length} files, ${bytes} bytes`;
}
