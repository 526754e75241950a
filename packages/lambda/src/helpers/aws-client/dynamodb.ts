import type { Attributes } from '@opentelemetry/api';
import type { AwsCall, Members, ServiceRules } from './call.ts';

const PREFIX = 'aws.dynamodb.';

/** Parameters that say how a table is read, or what it is made of: never keys, items or expressions' values. */
const REQUEST: Readonly<Record<string, string>> = {
  consistent_read: 'ConsistentRead',
  projection: 'ProjectionExpression',
  limit: 'Limit',
  exclusive_start_table: 'ExclusiveStartTableName',
  scan_forward: 'ScanIndexForward',
  index_name: 'IndexName',
  select: 'Select',
  segment: 'Segment',
  total_segments: 'TotalSegments',
  attribute_definitions: 'AttributeDefinitions',
  global_secondary_indexes: 'GlobalSecondaryIndexes',
  local_secondary_indexes: 'LocalSecondaryIndexes',
  global_secondary_index_updates: 'GlobalSecondaryIndexUpdates',
};

const RESPONSE: Readonly<Record<string, string>> = {
  consumed_capacity: 'ConsumedCapacity',
  item_collection_metrics: 'ItemCollectionMetrics',
  count: 'Count',
  scanned_count: 'ScannedCount',
};

/** @see OpenTelemetry semantic conventions, "AWS DynamoDB". */
export const dynamoDb: ServiceRules = {
  request({ command, input }) {
    const { TableName: table, RequestItems: batch, ProvisionedThroughput: throughput } = input;
    const tables = typeof table === 'string' ? [table] : isObject(batch) ? Object.keys(batch) : undefined;
    return {
      'db.system.name': 'dynamodb',
      'db.namespace': typeof table === 'string' ? table : undefined,
      'db.operation.name': command,
      'aws.dynamodb.table_names': tables,
      ...(isObject(throughput) && {
        'aws.dynamodb.provisioned_read_capacity': toAttribute(throughput['ReadCapacityUnits']),
        'aws.dynamodb.provisioned_write_capacity': toAttribute(throughput['WriteCapacityUnits']),
      }),
      ...read(REQUEST, input),
    };
  },
  response(_call: AwsCall, output) {
    const { TableNames: tables } = output;
    return {
      'aws.dynamodb.table_count': Array.isArray(tables) ? tables.length : undefined,
      ...read(RESPONSE, output),
    };
  },
};

function read(names: Readonly<Record<string, string>>, members: Members): Attributes {
  const attributes: Attributes = {};
  for (const name in names) attributes[PREFIX + name] = toAttribute(members[names[name] as string]);
  return attributes;
}

/** Scalars as they are, objects as a list of JSON texts. */
function toAttribute(value: unknown): string | number | boolean | string[] | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (!isObject(value)) return undefined;
  return (Array.isArray(value) ? value : [value]).map((one) => JSON.stringify(one));
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
