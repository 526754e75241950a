import { readHeaders } from './headers.ts';
import { toHttpAttributes } from './http-request.ts';
import { at, isObject, present, textAt } from './members.ts';
import { toTrigger, type Trigger } from './trigger.ts';

/**
 * A task of a Step Functions execution, where its definition passes the context object, or these members of it, in the
 * payload. Nothing else tells such a task from any other invocation.
 *
 * @see Step Functions developer guide, "Accessing execution data from the Context object".
 */
export function readStepFunctions(event: unknown): Trigger | undefined {
  const execution = textAt(event, 'Execution', 'Id');
  if (!execution || !/^arn:[\w-]+:states:/.test(execution)) return undefined;
  return toTrigger({
    attributes: present({
      'faas.trigger': 'other',
      'aws.step_functions.execution.arn': execution,
      'aws.step_functions.state_machine.arn': textAt(event, 'StateMachine', 'Id'),
      'aws.step_functions.state.name': textAt(event, 'State', 'Name'),
    }),
  });
}

/**
 * A field that AppSync asks a function for; of a list of them, the first. Neither arguments nor identity are read. The
 * path is no part of the event, but the same for every API.
 *
 * @see AppSync developer guide, "Resolver context object reference"; `graphql.field.name` is what OpenTelemetry's GraphQL
 *   instrumentation calls it.
 */
export function readAppSync(event: unknown): Trigger | undefined {
  const field: unknown = Array.isArray(event) ? event[0] : event;
  const name = textAt(field, 'info', 'fieldName');
  const parent = textAt(field, 'info', 'parentTypeName');
  const request = at(field, 'request');
  if (!name || !parent || !isObject(request)) return undefined;
  const carrier = readHeaders(request);
  return toTrigger({
    attributes: present({
      ...toHttpAttributes({ headers: carrier, scheme: 'https', path: '/graphql' }),
      'graphql.operation.type': /^(?:Query|Mutation|Subscription)$/.test(parent) ? parent.toLowerCase() : undefined,
      'graphql.field.name': name,
    }),
    carrier,
  });
}

/** A user pool's trigger. Nothing of the user is read. */
export function readCognito(event: unknown): Trigger | undefined {
  const source = textAt(event, 'userPoolId') && textAt(event, 'triggerSource');
  if (!source) return undefined;
  return toTrigger({ attributes: { 'faas.trigger': 'other', 'aws.cognito.trigger_source': source } });
}

/** A subscription to CloudWatch Logs: its data are compressed, and stay so. */
export function readLogs(event: unknown): Trigger | undefined {
  const isLogs = isObject(at(event, 'awslogs'));
  return isLogs ? toTrigger({ attributes: { 'faas.trigger': 'datasource' } }) : undefined;
}
