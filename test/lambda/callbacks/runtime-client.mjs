// A runtime client with callbacks, as Lambda's for Node.js 22 is: it calls handler(event, context, callback) without looking at
// what the handler declares, takes a promise for the answer, and answers null where the event loop has run empty.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { AWS_LAMBDA_RUNTIME_API, AWS_LAMBDA_FUNCTION_NAME, LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
let answerNothing = () => {};
process.on('beforeExit', () => answerNothing());

const post = (path, body) =>
  fetch(`${api}/${path}`, { method: 'POST', body }).then(
    () => next(),
    () => process.exit(0),
  );

const postError = (id, error) =>
  post(
    `invocation/${id}/error`,
    JSON.stringify({
      errorType: error?.name ?? typeof error,
      errorMessage: String(error?.message ?? error),
      trace: [],
    }),
  );

async function next() {
  const response = await fetch(`${api}/invocation/next`).catch(() => process.exit(0));
  const { headers } = response;
  process.env._X_AMZN_TRACE_ID = headers.get('lambda-runtime-trace-id');
  invoke(await response.json(), headers);
}

function invoke(event, headers) {
  const id = headers.get('lambda-runtime-aws-request-id');
  let isAnswered = false;
  let waits = true;
  const once =
    (answer) =>
    (...args) => {
      if (isAnswered) return;
      answerNothing = () => {};
      answer(...args);
      isAnswered = true;
    };
  // Throws for what is no JSON: the answer is then still to be given.
  const succeed = (result) => void post(`invocation/${id}/response`, JSON.stringify(result ?? null));
  const done = (error, result) => (error === undefined || error === null ? succeed(result) : void postError(id, error));
  const callback = once((error, result) => {
    if ((error !== undefined && error !== null) || !waits) return done(error, result);
    answerNothing = () => {
      answerNothing = () => {};
      succeed(result);
    };
  });
  const context = {
    get callbackWaitsForEmptyEventLoop() {
      return waits;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      waits = value;
    },
    succeed: once(succeed),
    fail: once((error) => done(error ?? 'handled')),
    done: once(done),
    functionName: AWS_LAMBDA_FUNCTION_NAME,
    awsRequestId: id,
    getRemainingTimeInMillis: () => Number(headers.get('lambda-runtime-deadline-ms')) - Date.now(),
  };
  answerNothing = () => {
    answerNothing = () => {};
    isAnswered = true;
    succeed(null);
  };
  try {
    const result = handler(event, context, callback);
    if (typeof result?.then === 'function') result.then(context.succeed, context.fail).catch(context.fail);
  } catch (error) {
    callback(error);
  }
}

async function load() {
  const [, path, names] = /^(.*?[^/.]*)\.([^/]*)$/.exec(_HANDLER);
  const base = resolve(LAMBDA_TASK_ROOT, path);
  const file = ['.js', '.mjs', '.cjs'].map((ending) => base + ending).find((one) => existsSync(one));
  const isModule = file.endsWith('.mjs');
  const module = isModule ? await import(pathToFileURL(file)) : createRequire(join(LAMBDA_TASK_ROOT, 'x'))(file);
  return names.split('.').reduce((value, name) => value?.[name], module);
}

const handler = await load();
await next();
