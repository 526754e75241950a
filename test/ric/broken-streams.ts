import type { HandlerFiles } from '../lambda/handlers/kinds.ts';

/** A streaming handler whose stream breaks, and what its document says of it. */
export interface BrokenStream extends HandlerFiles {
  /** `undefined` where it is up to the socket who is first to say it. */
  readonly message: string | undefined;
}

const MODULE = `import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
async function* failing() {
  yield 'so far';
  throw new Error('gone');
}
`;

function toFiles(body: string): Pick<HandlerFiles, 'files'> {
  const handler = `export const handler = awslambda.streamifyResponse(async (event, stream) => { ${body} });`;
  return { files: { 'index.mjs': `${MODULE}${handler}` } };
}

/** Every one ends the process of AWS's runtime client, traced or not. */
export const BROKEN_STREAMS: readonly BrokenStream[] = [
  { why: 'destroyed with an error', body: "stream.write('a'); stream.destroy(new Error('gone'));", message: 'gone' },
  {
    why: 'destroyed with an error when a part is out',
    body: "stream.write('a'); await sleep(20); stream.destroy(new Error('gone'));",
    message: 'gone',
  },
  {
    why: 'destroyed with an error while it runs on',
    body: "stream.write('a'); stream.destroy(new Error('gone')); await sleep(60_000);",
    message: 'gone',
  },
  {
    why: 'destroyed with an error after it has settled',
    body: "setTimeout(() => { stream.write('a'); stream.destroy(new Error('gone')); }, 20);",
    message: 'gone',
  },
  { why: 'destroyed without an error', body: "stream.write('a'); stream.destroy();", message: undefined },
  {
    why: 'destroyed without an error when a part is out',
    body: "stream.write('a'); await sleep(20); stream.destroy();",
    message: undefined,
  },
  { why: 'destroyed when it was ended', body: "stream.end('a'); stream.destroy();", message: undefined },
  {
    why: 'an error that the handler emits',
    body: "stream.write('a'); stream.emit('error', new Error('gone'));",
    message: 'gone',
  },
  {
    why: 'a pipeline whose failure is caught',
    body: 'try { await pipeline(Readable.from(failing()), stream); } catch {}',
    message: 'gone',
  },
  { why: 'a pipeline that fails', body: 'await pipeline(Readable.from(failing()), stream);', message: 'gone' },
  { why: 'written to after its end', body: "stream.end('a'); stream.write('b');", message: 'write after end' },
].map(({ body, ...rest }) => ({ ...toFiles(body), handler: 'index.handler', ...rest }));
