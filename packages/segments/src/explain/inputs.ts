import { deriveId } from '../ids.ts';
import type { InputName } from '../mapping/row.ts';
import { type Attributes, type ReadableSpan, SpanKind } from '../span.ts';
import type { TranslateOptions } from '../translation.ts';
import { copyAttributes, type Subject } from './subject.ts';

const RESOURCE = 'resource:';
const OPTION = 'option:';
/** Before an attribute's key that would otherwise read as something else: `attribute:span.name`. */
const ATTRIBUTE = 'attribute:';
const EVENT = /^events\[(.*?)\](?:\.(.+))?$/;
const PART = /^(span|status|parent|links|scope)\.([A-Za-z]+)$/;
const SPECIAL = [RESOURCE, OPTION, ATTRIBUTE];

/** Whether the name is that of an attribute, of the span, its resource or its events. */
export function isAttribute(input: InputName): boolean {
  return !input.startsWith(OPTION) && !PART.test(input);
}

/** The input that an attribute of the span is: its key. */
export function attributeInput(key: string): InputName {
  const isAmbiguous = PART.test(key) || EVENT.test(key) || SPECIAL.some((prefix) => key.startsWith(prefix));
  return isAmbiguous ? ATTRIBUTE + key : key;
}

function toKey(input: InputName): string {
  return input.startsWith(ATTRIBUTE) ? input.slice(ATTRIBUTE.length) : input;
}

/** `resource:service.name` for `service.name`. */
export function resourceInput(key: string): InputName {
  return RESOURCE + key;
}

/** Whether the input is an attribute of the resource. */
export function isResource(input: InputName): boolean {
  return input.startsWith(RESOURCE);
}

/** The input's value; `undefined` where it is not there. Of several events, the first that has it. */
export function readInput({ span, options }: Subject, input: InputName): unknown {
  if (isResource(input)) return span.resource.attributes[input.slice(RESOURCE.length)];
  if (input.startsWith(OPTION)) return options[input.slice(OPTION.length) as keyof TranslateOptions];
  const [, event, key] = EVENT.exec(input) ?? [];
  if (event !== undefined) return readEvents(span, event, key);
  const [, whole, member] = PART.exec(input) ?? [];
  return whole === undefined || member === undefined ? span.attributes[toKey(input)] : readPart(span, whole, member);
}

function readEvents(span: ReadableSpan, name: string, key: string | undefined): unknown {
  const values = span.events
    .filter((event) => isNamed(event.name, name))
    .map((event) => (key === undefined ? event.name : event.attributes?.[key]));
  return values.find((value) => value !== undefined);
}

function isNamed(name: string, wanted: string): boolean {
  return wanted === '*' || name === wanted;
}

function readPart(span: ReadableSpan, whole: string, member: string): unknown {
  switch (whole) {
    case 'status':
      return member === 'code' ? span.status.code : span.status.message;
    case 'parent':
      return member === 'isRemote'
        ? span.parentSpanContext?.isRemote
        : (span.parentSpanContext?.spanId ?? span.parentSpanId);
    case 'links':
      return member === 'context'
        ? span.links[0]?.context
        : span.links.find((link) => hasAny(link.attributes))?.attributes;
    case 'scope':
      return (span.instrumentationScope ?? span.instrumentationLibrary)?.[member as 'name' | 'version'];
    default:
      return readMember(span, member);
  }
}

function readMember(span: ReadableSpan, member: string): unknown {
  if (member === 'traceId' || member === 'spanId') return span.spanContext()[member];
  return span[member as keyof ReadableSpan];
}

function hasAny(attributes: Attributes | undefined): boolean {
  return Object.keys(attributes ?? {}).length > 0;
}

/** The same with another value in one input; `undefined` takes it away. */
export function replaceInput({ span, options }: Subject, input: InputName, value: unknown): Subject {
  if (input.startsWith(OPTION)) return { span, options: withKey(options, input.slice(OPTION.length), value) };
  return { span: replaceInSpan(span, input, value), options };
}

function replaceInSpan(span: ReadableSpan, input: InputName, value: unknown): ReadableSpan {
  if (isResource(input)) {
    return {
      ...span,
      resource: { attributes: withKey(span.resource.attributes, input.slice(RESOURCE.length), value) },
    };
  }
  const [, event, key] = EVENT.exec(input) ?? [];
  if (event !== undefined) return { ...span, events: replaceInEvents(span, { event, key, value }) };
  const [, whole, member] = PART.exec(input) ?? [];
  if (whole !== undefined && member !== undefined) return replacePart(span, { whole, member, value });
  return { ...span, attributes: withKey(span.attributes, toKey(input), value) };
}

function replaceInEvents(
  span: ReadableSpan,
  { event, key, value }: { event: string; key: string | undefined; value: unknown },
): ReadableSpan['events'] {
  if (key === undefined) return span.events.filter(({ name }) => !isNamed(name, event));
  return span.events.map((one) => {
    if (!isNamed(one.name, event) || one.attributes?.[key] === undefined) return one;
    return { ...one, attributes: withKey(one.attributes, key, value) };
  });
}

function replacePart(
  span: ReadableSpan,
  { whole, member, value }: { whole: string; member: string; value: unknown },
): ReadableSpan {
  switch (whole) {
    case 'status':
      return { ...span, status: { ...span.status, [member]: value } };
    case 'parent':
      return replaceParent(span, member, value);
    case 'links':
      if (member === 'context') return { ...span, links: [] };
      return { ...span, links: span.links.map(({ context }) => ({ context })) };
    case 'scope': {
      const scope = { ...(span.instrumentationScope ?? span.instrumentationLibrary), [member]: value };
      return { ...span, instrumentationScope: scope as NonNullable<ReadableSpan['instrumentationScope']> };
    }
    default:
      return replaceMember(span, member, value);
  }
}

function replaceParent(span: ReadableSpan, member: string, value: unknown): ReadableSpan {
  const { parentSpanContext, parentSpanId, ...rest } = span;
  if (member === 'spanId' && value === undefined) return { ...rest };
  if (parentSpanContext === undefined) return { ...rest, parentSpanId: value as string };
  return { ...rest, parentSpanContext: { ...parentSpanContext, [member]: value } };
}

function replaceMember(span: ReadableSpan, member: string, value: unknown): ReadableSpan {
  if (member !== 'traceId' && member !== 'spanId') return { ...span, [member]: value };
  const context = { ...span.spanContext(), [member]: value as string };
  return { ...span, spanContext: () => context };
}

function withKey<T extends object>(record: T, key: string, value: unknown): T {
  const copy = copyAttributes(record as Attributes) as Record<string, unknown>;
  if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy as T;
}

/**
 * What the input might hold instead: nothing, or something else of its kind. Whatever depends on the input changes with one
 * of them.
 */
export function alternativesTo(input: InputName, value: unknown): readonly unknown[] {
  // Without ids there is no document at all, so that every member would seem to come from them.
  if (input === 'span.traceId') return [deriveId(textOf(value)) + deriveId(textOf(value), 'rest')];
  if (input === 'span.spanId') return [deriveId(textOf(value))];
  if (input === 'span.kind') return [SpanKind.internal, SpanKind.client].filter((kind) => kind !== value);
  if (input === 'span.name') return ['', `${textOf(value)}-other`];
  if (input === 'span.startTime' || input === 'span.endTime') return [undefined, [1, 0]];
  // What is empty is not asked; with a text in it, it would be.
  if (typeof value === 'string') return value === '' ? [undefined] : [undefined, `${value}-other`];
  if (typeof value === 'number') return [undefined, value + 1, 0];
  return typeof value === 'boolean' ? [undefined, !value] : [undefined];
}

/** What is no text is not written out: it may be endless. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
