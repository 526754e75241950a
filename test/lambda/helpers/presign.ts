import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Of any service. */
interface Command {
  readonly input: object;
  resolveMiddleware(stack: never, config: never, options: object): unknown;
}

/**
 * Does with a client what `getSignedUrl` of `@aws-sdk/s3-request-presigner` does: a step of its own, where the request would be signed
 * to be sent, answers in the place of the service.
 *
 * @returns the URL.
 */
export async function presign(client: DynamoDBClient, command: Command): Promise<string> {
  const stack = client.middlewareStack.clone();
  stack.addRelativeTo(
    () => async (args: { readonly request: unknown }) => {
      const { hostname, path } = args.request as { readonly hostname: string; readonly path: string };
      const output = { $metadata: { httpStatusCode: 200 }, presigned: `https://${hostname}${path}` };
      return { response: {}, output } as never;
    },
    { name: 'presignInterceptMiddleware', relation: 'before', toMiddleware: 'awsAuthMiddleware', override: true },
  );
  const handler = command.resolveMiddleware(stack as never, client.config as never, {}) as (args: object) => Promise<{
    readonly output: { readonly presigned: string };
  }>;
  return (await handler({ input: command.input })).output.presigned;
}
