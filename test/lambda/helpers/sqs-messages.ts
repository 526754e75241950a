export const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';

/** A message whose members a class computes: a copy of its own members would be empty. */
export class ComputedMessage {
  readonly #body = 'computed';
  get QueueUrl(): string {
    return QUEUE;
  }
  get MessageBody(): string {
    return this.#body;
  }
}
