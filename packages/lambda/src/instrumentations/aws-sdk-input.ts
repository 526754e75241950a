import { attempt } from '../helpers/attempt.ts';
import type { Members } from '../helpers/aws-client/call.ts';
import { isCopyable } from '../helpers/aws-client/copyable.ts';

/** A command on its way through the SDK's steps. */
export interface AwsCommand {
  readonly input: Members;
}

/** What the SDK knows of a command beside its input. */
export interface AwsCommandContext {
  readonly commandName?: string;
}

/** Commands into whose input the official instrumentation writes the trace. */
const WRITTEN = new Set(['SendMessage', 'SendMessageBatch', 'ReceiveMessage', 'Publish', 'Invoke'].map(toClassName));

function toClassName(command: string): string {
  return `${command}Command`;
}

/**
 * The command with an input that may be written to: the app's stays as it is, and may be frozen. The command itself where nothing is
 * written to it, or no copy will do. Never throws.
 */
export function withOwnInput(command: AwsCommand, { commandName = '' }: AwsCommandContext): AwsCommand {
  if (!WRITTEN.has(commandName)) return command;
  const input = attempt(`the input of a ${commandName} could not be copied`, () => toOwn(command.input));
  if (input === undefined || input === command.input) return command;
  // What the steps and the instrumentation read of a command, wherever it stands: its class, its members, the symbols on it.
  return Object.assign(Object.create(Object.getPrototypeOf(command) as object | null), command, {
    input,
  }) as AwsCommand;
}

function toOwn(input: Members): Members {
  if (!isCopyable(input)) return input;
  const { Entries: entries } = input;
  return { ...toOwnMessage(input), ...(Array.isArray(entries) && { Entries: entries.map(toOwnMessage) }) };
}

function toOwnMessage<Message>(message: Message): Message {
  if (!isCopyable(message)) return message;
  const { MessageAttributes: attributes } = message;
  return { ...message, ...(isCopyable(attributes) && { MessageAttributes: { ...attributes } }) };
}
