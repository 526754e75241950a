/** What SNS wraps a message in begins with this; bodies of the app's own make begin otherwise and are not looked into. */
const NOTIFICATION = /^\{\s*"Type"\s*:\s*"Notification"/;

/** Characters of a notification's end that are searched: SNS writes the attributes last. */
const MAX_ATTRIBUTES_LENGTH = 16_384;

/**
 * A message attribute of an SNS notification that is the body of an SQS message; `undefined` for every other body.
 *
 * The body is not parsed: that would cost as much time as the handler takes for the same. A message that holds such an
 * attribute as text cannot pass for it, as its quotes are escaped there.
 *
 * @param name - without characters that mean something in a regular expression.
 */
export function valueInNotification(body: unknown, name: string): string | undefined {
  if (typeof body !== 'string' || !NOTIFICATION.test(body)) return undefined;
  const attribute = new RegExp(`"${name}"\\s*:\\s*{\\s*"Type"\\s*:\\s*"String"\\s*,\\s*"Value"\\s*:\\s*"([^"\\\\]+)"`);
  return attribute.exec(body.slice(-MAX_ATTRIBUTES_LENGTH))?.[1];
}
