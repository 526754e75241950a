// Events as AWS sends them, with what the developer guides show of each: accounts, hosts and ids are made up.

const ACCOUNT = '123456789012';
const AGENT = 'curl/8.5.0';

export const TRACE_ID = '6553f100a1b2c3d4e5f60718293a4b5c';
export const SPAN_ID = '53995c3f42cd8ad8';
export const OTHER_SPAN_ID = '00f067aa0ba902b7';
export const ROOT = 'Root=1-6553f100-a1b2c3d4e5f60718293a4b5c';
export const HEADER = `${ROOT};Parent=${SPAN_ID};Sampled=1`;
export const TRACEPARENT = `00-${TRACE_ID}-${OTHER_SPAN_ID}-01`;

export type Event = Record<string, unknown>;

const REST_HEADERS = {
  Accept: '*/*',
  Authorization: 'Bearer very-secret',
  Cookie: 'session=very-secret',
  Host: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
  'User-Agent': AGENT,
  'X-Amzn-Trace-Id': ROOT,
  'X-Forwarded-For': '203.0.113.7, 198.51.100.9',
  'X-Forwarded-Port': '443',
  'X-Forwarded-Proto': 'https',
};

/** A REST API on its own host: the stage stands in the URL and in `requestContext.path` alone. */
export function restApi(members: Event = {}): Event {
  return {
    resource: '/orders/{id}',
    path: '/orders/17',
    httpMethod: 'POST',
    headers: REST_HEADERS,
    multiValueHeaders: Object.fromEntries(Object.entries(REST_HEADERS).map(([name, value]) => [name, [value]])),
    queryStringParameters: { color: 'dark red', tag: 'b' },
    multiValueQueryStringParameters: { color: ['dark red'], tag: ['a', 'b'] },
    pathParameters: { id: '17' },
    stageVariables: null,
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'a1b2c3d4e5',
      domainName: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
      httpMethod: 'POST',
      identity: { sourceIp: '203.0.113.7', userAgent: AGENT, cognitoIdentityId: null },
      path: '/prod/orders/17',
      protocol: 'HTTP/1.1',
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      resourcePath: '/orders/{id}',
      stage: 'prod',
    },
    body: '{"card":"very-secret"}',
    isBase64Encoded: false,
    ...members,
  };
}

/** The answer of the test button in API Gateway's console: no headers, no address. */
export function restApiTest(): Event {
  return {
    resource: '/orders',
    path: '/orders',
    httpMethod: 'GET',
    headers: null,
    multiValueHeaders: null,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    requestContext: {
      identity: { sourceIp: 'test-invoke-source-ip', userAgent: 'aws-internal/3' },
      path: '/orders',
      protocol: 'HTTP/1.1',
      stage: 'test-invoke-stage',
      domainName: 'testPrefix.testDomainName',
    },
    body: null,
  };
}

/** An HTTP API; also a function URL, whose events look the same. */
export function httpApi(members: Event = {}): Event {
  return {
    version: '2.0',
    routeKey: 'PUT /orders/{id}',
    rawPath: '/orders/17',
    rawQueryString: 'color=dark%20red&tag=a&tag=b',
    cookies: ['session=very-secret'],
    headers: {
      authorization: 'Bearer very-secret',
      host: 'shop.example.com',
      'user-agent': AGENT,
      'x-amzn-trace-id': ROOT,
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    queryStringParameters: { color: 'dark red', tag: 'a,b' },
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'f6g7h8i9j0',
      domainName: 'shop.example.com',
      http: { method: 'PUT', path: '/orders/17', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: AGENT },
      routeKey: 'PUT /orders/{id}',
      stage: '$default',
    },
    isBase64Encoded: false,
    ...members,
  };
}

export function functionUrl(members: Event = {}): Event {
  const domainName = 'abcdefghij.lambda-url.eu-west-1.on.aws';
  return httpApi({
    routeKey: '$default',
    rawQueryString: '',
    queryStringParameters: undefined,
    headers: { host: domainName, 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
    requestContext: {
      accountId: 'anonymous',
      domainName,
      http: {
        method: 'GET',
        path: '/orders/17',
        protocol: 'HTTP/1.1',
        sourceIp: '2001:db8::17',
        userAgent: AGENT,
      },
      routeKey: '$default',
      stage: '$default',
    },
    ...members,
  });
}

export function webSocket(eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT', routeKey: string): Event {
  return {
    ...(eventType === 'CONNECT' && {
      headers: { Host: 'k1l2m3n4o5.execute-api.eu-west-1.amazonaws.com', 'X-Amzn-Trace-Id': ROOT },
      queryStringParameters: { room: 'blue' },
    }),
    requestContext: {
      routeKey,
      eventType,
      connectionId: 'LLmEmcPCiGYCJXQ=',
      domainName: 'k1l2m3n4o5.execute-api.eu-west-1.amazonaws.com',
      stage: 'prod',
      identity: { sourceIp: '203.0.113.7', userAgent: AGENT },
    },
    isBase64Encoded: false,
  };
}

const BALANCER_HEADERS = {
  host: 'shop.example.com',
  'user-agent': AGENT,
  'x-amzn-trace-id': 'Self=1-67891234-12456789abcdef012345678;Root=1-6553f100-a1b2c3d4e5f60718293a4b5c',
  'x-forwarded-for': '192.0.2.1, 203.0.113.7',
  'x-forwarded-port': '80',
  'x-forwarded-proto': 'http',
};
const TARGET_GROUP = `arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT}:targetgroup/orders/6d0ecf831eec9f09`;

export function loadBalancer(members: Event = {}): Event {
  return {
    requestContext: { elb: { targetGroupArn: TARGET_GROUP } },
    httpMethod: 'GET',
    path: '/orders',
    queryStringParameters: { color: 'dark%20red', tag: 'b' },
    headers: BALANCER_HEADERS,
    body: '',
    isBase64Encoded: false,
    ...members,
  };
}

/** The same with a target group that asks for multi-value headers. */
export function multiValueLoadBalancer(): Event {
  const { queryStringParameters: _, headers: __, ...event } = loadBalancer();
  return {
    ...event,
    multiValueQueryStringParameters: { color: ['dark%20red'], tag: ['a', 'b'] },
    multiValueHeaders: Object.fromEntries(
      Object.entries(BALANCER_HEADERS).map(([name, value]) => [name, [value, 'second']]),
    ),
  };
}

/** What a message of a queue may differ in. */
export interface SqsMembers {
  readonly header?: unknown;
  readonly traceparent?: string;
  readonly xray?: string;
  readonly body?: string;
}

const stringValue = (value: string): Event => ({
  stringValue: value,
  stringListValues: [],
  binaryListValues: [],
  dataType: 'String',
});

export function sqsRecord(messageId: string, { header, traceparent, xray, body = '{}' }: SqsMembers = {}): Event {
  return {
    messageId,
    receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
    body,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1700000000000', AWSTraceHeader: header },
    messageAttributes: {
      ...(traceparent !== undefined && { traceparent: stringValue(traceparent) }),
      ...(xray !== undefined && { 'x-amzn-trace-id': stringValue(xray) }),
    },
    md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders`,
    awsRegion: 'eu-west-1',
  };
}

/** What SNS puts into the body of an SQS message, as it writes it: spaces, line breaks and attributes at the end. */
export function notificationBody(attributes: Readonly<Record<string, string>>, message = 'hello'): string {
  const written = Object.entries(attributes).map(
    ([name, value]) => `    ${JSON.stringify(name)} : {"Type":"String","Value":${JSON.stringify(value)}}`,
  );
  return [
    '{',
    '  "Type" : "Notification",',
    '  "MessageId" : "dc1e94d9-56c5-5e96-808d-cc7f68faa162",',
    `  "TopicArn" : "arn:aws:sns:eu-west-1:${ACCOUNT}:order-events",`,
    `  "Message" : ${JSON.stringify(message)},`,
    '  "Timestamp" : "2026-11-20T12:00:00.000Z",',
    `  "MessageAttributes" : {\n${written.join(',\n')}\n  }`,
    '}',
  ].join('\n');
}

export function snsRecord(attributes: Readonly<Record<string, string>> = {}): Event {
  return {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:order-events:21be56ed-a058-49f5-8c98-aedd2564c486`,
    Sns: {
      Type: 'Notification',
      MessageId: '95df01b4-ee98-5cb9-9903-4c221d41eb5e',
      TopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:order-events`,
      Subject: 'very-secret',
      Message: 'very-secret',
      Timestamp: '2026-11-20T12:00:00.000Z',
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, Value]) => [name, { Type: 'String', Value }]),
      ),
    },
  };
}

export function kinesisRecord(eventSourceARN = `arn:aws:kinesis:eu-west-1:${ACCOUNT}:stream/clicks`): Event {
  return {
    kinesis: {
      partitionKey: 'very-secret',
      sequenceNumber: '49590338271490256608559692538361571095921575989136588898',
      data: Buffer.from(`{"traceparent":"${TRACEPARENT}"}`).toString('base64'),
      approximateArrivalTimestamp: 1_700_000_000.123,
    },
    eventSource: 'aws:kinesis',
    eventID: 'shardId-000000000006:49590338271490256608559692538361571095921575989136588898',
    eventName: 'aws:kinesis:record',
    eventSourceARN,
  };
}

export function dynamoRecord(eventName: string): Event {
  return {
    eventID: 'c4ca4238a0b923820dcc509a6f75849b',
    eventName,
    eventSource: 'aws:dynamodb',
    dynamodb: {
      Keys: { Id: { S: 'very-secret' } },
      NewImage: { Message: { S: 'very-secret' } },
      ApproximateCreationDateTime: 1_700_000_000,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/Orders/stream/2026-11-20T12:00:00.000`,
  };
}

export function s3Record(eventName: string, key = 'in/dark+red%2B%C3%A9.png'): Event {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'eu-west-1',
    eventTime: '2026-11-20T12:00:00.000Z',
    eventName,
    userIdentity: { principalId: 'very-secret' },
    requestParameters: { sourceIPAddress: '203.0.113.7' },
    s3: { bucket: { name: 'example-uploads', arn: 'arn:aws:s3:::example-uploads' }, object: { key, size: 1024 } },
  };
}

export function kafka(headers: readonly Event[] = []): Event {
  const record = { topic: 'clicks', partition: 0, offset: 15, timestamp: 1_700_000_000_000, value: 'dmVyeS1zZWNyZXQ=' };
  return {
    eventSource: 'aws:kafka',
    eventSourceArn: `arn:aws:kafka:eu-west-1:${ACCOUNT}:cluster/shop/abcdef`,
    bootstrapServers: 'b-1.shop.example.com:9092',
    records: {
      'clicks-0': [
        { ...record, headers },
        { ...record, headers: [] },
      ],
      'clicks-1': [record],
    },
  };
}

export const kafkaHeader = (name: string, value: string): Event => ({ [name]: [...Buffer.from(value)] });

export function eventBridge(members: Event = {}): Event {
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'OrderPlaced',
    source: 'com.example.shop',
    account: ACCOUNT,
    time: '2026-11-20T12:00:00Z',
    region: 'eu-west-1',
    resources: [],
    detail: { traceparent: TRACEPARENT, card: 'very-secret' },
    ...members,
  };
}

/** A state machine's task that passes on the context object. */
export function stepFunctions(members: Event = {}): Event {
  return {
    Execution: {
      Id: `arn:aws:states:eu-west-1:${ACCOUNT}:execution:fulfil:run-17`,
      Name: 'run-17',
      Input: { card: 'very-secret' },
    },
    State: { Name: 'Charge', EnteredTime: '2026-11-20T12:00:00Z', RetryCount: 0 },
    StateMachine: { Id: `arn:aws:states:eu-west-1:${ACCOUNT}:stateMachine:fulfil`, Name: 'fulfil' },
    ...members,
  };
}

export function appSync(parentTypeName: string): Event {
  return {
    arguments: { card: 'very-secret' },
    identity: { username: 'very-secret' },
    source: null,
    request: {
      headers: { host: 'api.example.com', 'user-agent': AGENT, 'x-forwarded-for': '203.0.113.7, 198.51.100.9' },
    },
    info: { fieldName: 'order', parentTypeName, selectionSetList: ['id'] },
  };
}

export const cognito: Event = {
  version: '1',
  triggerSource: 'PreSignUp_SignUp',
  region: 'eu-west-1',
  userPoolId: 'eu-west-1_Example',
  userName: 'very-secret',
  request: { userAttributes: { email: 'very-secret' } },
  response: {},
};

export const logs: Event = {
  awslogs: {
    data: 'H4sIAAAAAAAAAHWPwQqCQBCGX0Xm7EFtK+smZBEUgXoLCdMhFtKV3akI8d0bLYmibvPPN3wz00CJxmQnTO41whwWQRIctmEcB6sQbFC3CjW3XW8kxpOpP+OC22d1Wml1qZkQGtoMsScxaczKN3plG8zlaHIta5KqWsozoTYw3/djzwhpLwivWFGHGpAFe7DL68JlBUk+l7KSN7tCOEJ4M3/qOI49vMHj+zCKdlFqLaU2ZHV2a4Ct/an0/ivdX8oYc1UVX860fQDQiMdxRQEAAA==',
  },
};
