import { describe, expect, it } from 'vitest';
import { AttributeReader } from '../src/attributes.ts';
import { decideShape, type Shape } from '../src/shape.ts';
import type { Attributes } from '../src/span.ts';

const PARENTS = {
  none: { hasParent: false, parentIsRemote: undefined },
  local: { hasParent: true, parentIsRemote: false },
  remote: { hasParent: true, parentIsRemote: true },
  unknown: { hasParent: true, parentIsRemote: undefined },
};

const PLACES = {
  elsewhere: { resource: { isLambda: false }, options: { lambdaRoot: 'subsegment' as const } },
  lambda: { resource: { isLambda: true }, options: { lambdaRoot: 'subsegment' as const } },
  lambdaAsSegment: { resource: { isLambda: true }, options: { lambdaRoot: 'segment' as const } },
};

/** A letter for what a span becomes, so that a row of the table fits on a line. */
function letterOf({ form, isServiceRoot }: Shape): string {
  if (form === 'split') return 'X';
  if (form === 'segment') return 'S';
  return isServiceRoot ? 'R' : '-';
}

function lettersOf(kind: number, attributes: Attributes, place: keyof typeof PLACES): string {
  const shapes = Object.values(PARENTS).map((parent) =>
    decideShape({
      kind,
      attributes: new AttributeReader(attributes),
      isAwsCall: attributes['rpc.system'] === 'aws-api',
      ...parent,
      ...PLACES[place],
    }),
  );
  return shapes.map(letterOf).join(' ');
}

const receives = { 'messaging.operation.type': 'receive' };
const processes = { 'messaging.operation.type': 'process' };
const marked = { 'aws.span.kind': 'LOCAL_ROOT' };

// Columns: no parent, local, remote, unknown. S: segment. X: split in two. -: subsegment. R: subsegment that stands for the service.
describe('decideShape', () => {
  it.each([
    {
      span: 'internal',
      kind: 0,
      attributes: {},
      elsewhere: 'S - - -',
      lambda: 'S - - -',
      why: 'its parent, wherever it is, does the work',
    },
    {
      span: 'server',
      kind: 1,
      attributes: {},
      elsewhere: 'S - S S',
      lambda: 'S - R R',
      why: 'a request from outside; the invocation below Lambda’s own segment',
    },
    {
      span: 'client',
      kind: 2,
      attributes: {},
      elsewhere: 'X - X -',
      lambda: 'X - - -',
      why: 'a call with nothing of its service around it',
    },
    { span: 'producer', kind: 3, attributes: {}, elsewhere: 'X - X -', lambda: 'X - - -', why: 'a call too' },
    {
      span: 'consumer',
      kind: 4,
      attributes: {},
      elsewhere: 'S - S -',
      lambda: 'S - R -',
      why: 'without a word it processes',
    },
    {
      span: 'processing consumer',
      kind: 4,
      attributes: processes,
      elsewhere: 'S - S -',
      lambda: 'S - R -',
      why: 'the service’s own work',
    },
    {
      span: 'receiving consumer',
      kind: 4,
      attributes: receives,
      elsewhere: 'X - X -',
      lambda: 'X - - -',
      why: 'it calls the queue',
    },
    {
      span: 'polling consumer, older',
      kind: 4,
      attributes: { 'messaging.operation': 'poll' },
      elsewhere: 'X - X -',
      lambda: 'X - - -',
      why: 'the older key',
    },
    {
      span: 'consumer of both words',
      kind: 4,
      attributes: { ...processes, 'messaging.operation': 'receive' },
      elsewhere: 'S - S -',
      lambda: 'S - R -',
      why: 'the newer key wins',
    },
    {
      span: 'consumer by AWS’s SDK',
      kind: 4,
      attributes: { 'rpc.system': 'aws-api' },
      elsewhere: 'X - X -',
      lambda: 'X - - -',
      why: 'ReceiveMessage is a call',
    },
    {
      span: 'marked internal',
      kind: 0,
      attributes: marked,
      elsewhere: 'S S S S',
      lambda: 'S R R R',
      why: 'the mark decides',
    },
    {
      span: 'marked server',
      kind: 1,
      attributes: marked,
      elsewhere: 'S S S S',
      lambda: 'S R R R',
      why: 'the mark decides',
    },
    {
      span: 'marked client',
      kind: 2,
      attributes: marked,
      elsewhere: 'X X X X',
      lambda: 'X - - -',
      why: 'the mark decides',
    },
    {
      span: 'marked consumer',
      kind: 4,
      attributes: marked,
      elsewhere: 'X X X X',
      lambda: 'X - - -',
      why: 'as AWS’s distribution means it',
    },
    {
      span: 'marked processing consumer',
      kind: 4,
      attributes: { ...marked, ...processes },
      elsewhere: 'S S S S',
      lambda: 'S R R R',
      why: 'processing is no call',
    },
    {
      span: 'other mark',
      kind: 0,
      attributes: { 'aws.span.kind': 'local_root' },
      elsewhere: 'S - - -',
      lambda: 'S - - -',
      why: 'exactly that word',
    },
    {
      span: 'newer kind',
      kind: 9,
      attributes: {},
      elsewhere: 'S - - -',
      lambda: 'S - - -',
      why: 'treated as internal',
    },
    {
      span: 'no kind',
      kind: Number.NaN,
      attributes: {},
      elsewhere: 'S - - -',
      lambda: 'S - - -',
      why: 'treated as internal',
    },
  ])('$span: $elsewhere; in Lambda: $lambda ($why)', ({ kind, attributes, elsewhere, lambda }) => {
    expect(lettersOf(kind, attributes, 'elsewhere')).toBe(elsewhere);
    expect(lettersOf(kind, attributes, 'lambda')).toBe(lambda);
    expect(lettersOf(kind, attributes, 'lambdaAsSegment')).toBe(elsewhere);
  });

  it.each([
    { kind: 0, attributes: {}, isCall: false },
    { kind: 1, attributes: { 'rpc.system': 'aws-api' }, isCall: false },
    { kind: 2, attributes: {}, isCall: true },
    { kind: 3, attributes: {}, isCall: true },
    { kind: 4, attributes: {}, isCall: false },
    { kind: 4, attributes: receives, isCall: true },
  ])('takes kind $kind with $attributes for a call: $isCall', ({ kind, attributes, isCall }) => {
    const shape = decideShape({
      kind,
      attributes: new AttributeReader(attributes),
      isAwsCall: 'rpc.system' in attributes,
      ...PARENTS.local,
      ...PLACES.elsewhere,
    });
    expect(shape.isCall).toBe(isCall);
  });

  it.each([
    { scope: '@opentelemetry/instrumentation-net', form: 'split', why: 'a socket is no service' },
    { scope: '@fastify/otel', form: 'split', why: 'nor is a step of a framework' },
    { scope: '@prisma/instrumentation', form: 'split', why: 'nor of a database client' },
    { scope: 'orders-app', form: 'segment', why: 'the app’s own work' },
    { scope: undefined, form: 'segment', why: 'nobody knows whose' },
  ])('makes of an internal root of $scope: $form ($why)', ({ scope, form }) => {
    const input = { kind: 0, isAwsCall: false, ...PARENTS.none, ...PLACES.elsewhere, scope };
    expect(decideShape({ ...input, attributes: new AttributeReader({}) }).form).toBe(form);
    expect(decideShape({ ...input, attributes: new AttributeReader(marked) }).form).toBe('segment');
    expect(decideShape({ ...input, ...PARENTS.local, attributes: new AttributeReader({}) }).form).toBe('subsegment');
  });

  const rootOf = (kind: number, scope: string | undefined, attributes: Attributes = {}) =>
    letterOf(
      decideShape({
        kind,
        scope,
        attributes: new AttributeReader(attributes),
        isAwsCall: false,
        ...PARENTS.none,
        ...PLACES.elsewhere,
      }),
    );

  it.each([
    { scope: '@opentelemetry/instrumentation-net', letter: 'X', why: 'a socket is no service' },
    { scope: '@fastify/otel', letter: 'X', why: 'nor is a middleware' },
    { scope: 'orders-app', letter: 'S', why: 'the app’s own work' },
    { scope: undefined, letter: 'S', why: 'nobody tells' },
  ])('makes an internal root of $scope: $letter ($why)', ({ scope, letter }) => {
    expect(rootOf(0, scope)).toBe(letter);
    expect(rootOf(1, scope)).toBe('S');
    expect(rootOf(0, scope, marked)).toBe('S');
  });

  it.each([
    {
      kind: 1,
      attributes: { 'cloud.resource_id': 'arn:aws:lambda:eu-west-1:123456789012:function:resize' },
      letter: 'R',
      why: 'the newer key',
    },
    {
      kind: 1,
      attributes: { 'faas.id': 'arn:aws-cn:lambda:cn-north-1:123456789012:function:resize' },
      letter: 'R',
      why: 'the older key; another partition',
    },
    {
      kind: 1,
      attributes: { 'cloud.resource_id': 'arn:aws:ecs:eu-west-1:123456789012:task/1' },
      letter: 'S',
      why: 'another service',
    },
    {
      kind: 2,
      attributes: { 'faas.id': 'arn:aws:lambda:eu-west-1:123456789012:function:resize' },
      letter: 'X',
      why: 'a call of a function',
    },
  ])(
    'knows an invocation without a resource that tells of Lambda, kind $kind, $attributes: $letter ($why)',
    ({ kind, attributes, letter }) => {
      const input = {
        kind,
        attributes: new AttributeReader(attributes),
        isAwsCall: false,
        ...PARENTS.remote,
        ...PLACES.elsewhere,
      };
      expect(letterOf(decideShape(input))).toBe(letter);
      expect(letterOf(decideShape({ ...input, options: { lambdaRoot: 'segment' } }))).toBe(kind === 2 ? 'X' : 'S');
    },
  );
});
