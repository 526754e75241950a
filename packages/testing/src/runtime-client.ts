/**
 * A small runtime client: the main module of a child process that stands in for a Lambda sandbox.
 *
 * Started by `startFunction`, or by hand: `AWS_LAMBDA_RUNTIME_API=… _HANDLER=index.handler LAMBDA_TASK_ROOT=… node <this>`.
 */
import { serve } from './runtime-client/serve.ts';

void serve(process.env).then((exitCode) => {
  // The handler may have left timers and sockets; a sandbox does not wait for them.
  process.exit(exitCode);
});
