import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A call of any service: what is sent, and what the service answers. */
export interface CallOfService {
  /** The id by which the service's own client names it: `Secrets Manager`. */
  readonly serviceId: string;
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Without `$metadata`. */
  readonly output?: Readonly<Record<string, unknown>>;
  /** Hears what would have been written. */
  readonly onSend?: (input: unknown) => void;
}

const METADATA = {
  requestId: '6c9f0d8e-0000-4000-8000-1d2c3b4a5968',
  extendedRequestId: 'c2Vjb25kIGlk',
  httpStatusCode: 200,
  attempts: 1,
};

type Command = Parameters<DynamoDBClient['send']>[0];

/**
 * A command that a real client sends down its real stack of middleware, until the request would be written: there it gets its
 * answer. So one client, under another service's id, stands for those that are not installed.
 */
export function toCommand({ serviceId, command, input, output, onSend }: CallOfService): Command {
  const answer = { response: { statusCode: METADATA.httpStatusCode }, output: { $metadata: METADATA, ...output } };
  const resolveMiddleware = (clientStack: DynamoDBClient['middlewareStack']): unknown => {
    const stack = clientStack.clone();
    // A command brings this one itself, and others of the client stand beside it.
    stack.add((next) => next, { step: 'serialize', name: 'endpointV2Middleware' });
    const reply = async (args: { readonly input: unknown }): Promise<never> => {
      onSend?.(args.input);
      return answer as never;
    };
    stack.add(() => reply, { step: 'initialize', priority: 'low', name: 'answer' });
    const context = { clientName: `${serviceId.replaceAll(' ', '')}Client`, commandName: `${command}Command` };
    return stack.resolve((() => undefined) as never, context as never);
  };
  return { input, resolveMiddleware } as unknown as Command;
}
