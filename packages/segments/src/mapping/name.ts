import type { MappingRow, RowInput } from './row.ts';

const NOT_OWN = "documents other than a service's own segment";

/** What names the other side of a call. */
const CALLEE: readonly RowInput[] = [
  ['aws.remote.service', 'client, producer and consumer spans'],
  ['service.peer.name', NOT_OWN],
  ['peer.service', NOT_OWN],
  ['aws.service', NOT_OWN],
  ['rpc.service', 'AWS SDK calls'],
  ['rpc.method', 'AWS SDK calls that write the service before it: `SQS/SendMessage`'],
  ['db.namespace', 'calls'],
  ['db.name', NOT_OWN],
  ['server.address', 'databases'],
  ['db.connection_string', 'databases, by its host'],
  ['net.peer.name', 'databases'],
  ['messaging.destination.name', 'calls outside AWS'],
  ['messaging.destination', 'calls outside AWS'],
  ['messaging.rabbitmq.destination.routing_key', "RabbitMQ's default exchange"],
  ['messaging.rabbitmq.routing_key', "RabbitMQ's default exchange"],
];

/** Whatever can name a document, in order of preference. */
export function namingInputs(): readonly RowInput[] {
  return [
    ['aws.local.service', "server spans, local roots, and a service's own segment"],
    ...CALLEE,
    ['resource:service.name', "server spans and a service's own segment"],
    ['resource:faas.name', 'services that nobody named (`unknown_service`)'],
    [
      'resource:service.namespace',
      'Elastic Beanstalk, whose detector writes `aws_elastic_beanstalk` as `service.name`',
    ],
    'rpc.service',
    ['server.address', 'calls'],
    'http.host',
    'net.peer.name',
    ['url.full', 'calls, by its host'],
    ['http.url', 'calls, by its host'],
    ['db.system.name', 'calls'],
    ['db.system', 'calls'],
    'span.name',
  ];
}

/** The name of the document, and whether it is a node on the map. */
export function nameRows(): readonly MappingRow[] {
  return [
    {
      member: 'name',
      topic: 'name',
      inputs: namingInputs(),
      takes: 'text',
      rule: "The service for its own work, the callee for a call, else the span's name; cleaned, and cut at 200 characters.",
      differences: ['D07', 'D10', 'D11', 'D12', 'D13', 'D14', 'D15'],
    },
    {
      member: 'namespace',
      topic: 'name',
      inputs: [
        ['rpc.system.name', 'the text `aws-api`'],
        ['rpc.system', 'the text `aws-api`'],
        ['aws.remote.service', 'producer and consumer spans'],
        ['aws.service', 'spans that no other service names'],
        'span.kind',
        ['messaging.destination.name', 'calls by producer and consumer spans'],
        ['messaging.destination', 'calls by producer and consumer spans'],
      ],
      takes: 'anything',
      rule: 'Makes a node on the map: `aws` for AWS calls, `remote` for other calls that name what they call.',
      onlyFor: 'subsegments',
      differences: ['D04', 'D16', 'D17'],
    },
  ];
}
