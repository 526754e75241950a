import { namingInputs } from './name.ts';
import type { MappingRow, RowInput } from './row.ts';

const INDEXED: readonly RowInput[] = [
  'aws.xray.annotations',
  'option:annotationAliases',
  'option:indexedAttributes',
  'option:indexAllAttributes',
];

/** Users, annotations, and metadata: where everything stands that has no member of its own. */
export function attributeRows(): readonly MappingRow[] {
  return [
    {
      member: 'user',
      topic: 'attributes',
      inputs: ['enduser.id'],
      takes: 'text or number',
      rule: 'Who made the request, cut at 250 characters; a number in decimal.',
      differences: ['D74'],
    },
    {
      member: 'annotations.*',
      topic: 'attributes',
      inputs: ['*', ['resource:*', 'documents that stand for a service'], ...INDEXED],
      takes: 'anything',
      rule:
        'An attribute that the span, an alias, the list or `indexAllAttributes` asks for, in this order, 50 at most; characters other than ' +
        'letters, digits, `_` and `.` become `_`. `otel.resource.<key>` is an attribute of the resource.',
      differences: ['D70', 'D72', 'D73', 'D79'],
    },
    {
      member: 'metadata.default.*',
      topic: 'attributes',
      inputs: ['*', 'aws.xray.metadata.default'],
      takes: 'anything',
      rule: 'Every attribute that no other member tells, under its own key.',
      differences: ['D37', 'D51', 'D55', 'D61', 'D70', 'D71', 'D78', 'D79'],
    },
    {
      member: 'metadata.default.otel.resource.*',
      topic: 'attributes',
      inputs: ['resource:*'],
      takes: 'anything',
      rule: 'Every attribute of the resource that is no annotation.',
      onlyFor: 'documents that stand for a service',
      differences: ['D05', 'D06'],
    },
    {
      member: 'metadata.<namespace>.*',
      topic: 'attributes',
      inputs: ['aws.xray.metadata.<namespace>'],
      takes: 'text',
      rule: 'The members of the JSON object that the attribute holds as a text.',
    },
    ...otelRows(),
  ];
}

/** The metadata namespace `otel`: what X-Ray has no place for. */
function otelRows(): readonly MappingRow[] {
  const cut = (member: string): string => `The whole text where \`${member}\` had to be cut.`;
  return [
    otel('name', namingInputs(), cut('name'), ['D10']),
    otel(
      'span_name',
      ['span.name'],
      "The span's own name, where the document is named after a service or a callee; not where method and `http.route`, or service and operation, say the same.",
    ),
    otel('method', ['http.request.method_original', 'http.request.method', 'http.method'], cut('http.request.method'), [
      'D33',
    ]),
    otel('user_agent', ['user_agent.original', 'http.user_agent'], cut('http.request.user_agent'), ['D33']),
    otel('client_ip', ['http.client_ip', 'net.peer.ip'], cut('http.request.client_ip')),
    otel('user', ['enduser.id'], cut('user')),
    otel('sql.user', ['db.user'], cut('sql.user')),
    otel('status_message', ['status.message'], 'The message of the status where `cause` does not tell it.', ['D44']),
    otel(
      'stacktraces',
      ['events[exception].exception.stacktrace'],
      'Stacks of other languages, and those without frames.',
      ['D40'],
    ),
    otel(
      'exception_classes',
      ['events[exception].exception.stacktrace'],
      'The class of an exception, by its id, where the type is a code and the stack alone tells the class.',
      ['D40'],
    ),
    otel(
      'events',
      ['events[*]'],
      'Events other than exceptions, and what exceptions carry besides type, message and stack.',
    ),
    otel('links', ['links.context'], 'Links without valid ids, and those beyond 20.', ['D77']),
    otel(
      'dropped',
      ['span.droppedAttributesCount', 'span.droppedEventsCount', 'span.droppedLinksCount'],
      'How many attributes, events and links the SDK dropped.',
    ),
    otel(
      'scope',
      ['scope.name', 'scope.version', 'option:scope'],
      'The instrumentation scope, with the option `scope`.',
    ),
  ];
}

function otel(key: string, inputs: readonly RowInput[], rule: string, differences?: readonly string[]): MappingRow {
  const row = { member: `metadata.otel.${key}`, topic: 'attributes', inputs, takes: 'anything', rule } as const;
  return differences === undefined ? row : { ...row, differences };
}
