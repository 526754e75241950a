export type { ParentPolicy } from './config/config.ts';
export type { LambdaContext } from './invocation/lambda-context.ts';
export { wrapHandler } from './wrap-handler.ts';
export type { WrapHandlerOptions } from './wrap-handler.ts';
