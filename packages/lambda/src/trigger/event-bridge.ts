import { present, textAt } from './members.ts';
import { toMessagingAttributes } from './messaging.ts';
import { toTrigger, type Trigger } from './trigger.ts';

/**
 * An event of EventBridge, or a time that a rule or a schedule waited for.
 *
 * EventBridge passes the sender's trace on to Lambda itself, and its events have no place for another: `detail` is the
 * sender's and is not looked into. The conventions have no name for who sent which kind of event, so they stand under
 * `aws.eventbridge.source` and `aws.eventbridge.detail_type`.
 *
 * @see EventBridge user guide, "Event structure".
 */
export function readEventBridge(event: unknown): Trigger | undefined {
  const detailType = textAt(event, 'detail-type');
  const source = textAt(event, 'source');
  if (!detailType || !source) return undefined;
  const isScheduled = detailType === 'Scheduled Event' && /^aws\.(?:events|scheduler)$/.test(source);
  return toTrigger({
    attributes: present({
      ...(isScheduled
        ? { 'faas.trigger': 'timer', 'faas.time': textAt(event, 'time') }
        : toMessagingAttributes({ system: 'aws.eventbridge', messageId: textAt(event, 'id') })),
      'aws.eventbridge.source': source,
      'aws.eventbridge.detail_type': detailType,
    }),
  });
}
