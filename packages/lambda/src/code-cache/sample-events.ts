/** What the sample function is invoked with: a request, a batch of messages, and an invocation that fails. */
export const SAMPLE_EVENTS: readonly unknown[] = [
  {
    version: '2.0',
    routeKey: 'GET /orders/{id}',
    rawPath: '/orders/17',
    rawQueryString: 'expand=address',
    headers: { host: 'abc.execute-api.eu-west-1.amazonaws.com', 'user-agent': 'sample', 'x-forwarded-proto': 'https' },
    requestContext: {
      accountId: '123456789012',
      apiId: 'abc',
      domainName: 'abc.execute-api.eu-west-1.amazonaws.com',
      http: { method: 'GET', path: '/orders/17', protocol: 'HTTP/1.1', sourceIp: '198.51.100.23', userAgent: 'sample' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: 'GET /orders/{id}',
      stage: '$default',
    },
    isBase64Encoded: false,
  },
  {
    Records: [
      {
        messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
        receiptHandle: 'AQEB',
        body: '{"order":17}',
        attributes: {
          AWSTraceHeader: 'Root=1-6553f100-b1b2c3d4e5f60718293a4b5c;Parent=63995c3f42cd8ad8;Sampled=1',
          ApproximateReceiveCount: '1',
          SentTimestamp: '1700000000000',
        },
        messageAttributes: {},
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:orders',
        awsRegion: 'eu-west-1',
      },
    ],
  },
  { fails: true },
];

/** What Lambda hands over beside the event. */
export function sampleContext(): object {
  return {
    functionName: 'sample',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:sample',
    memoryLimitInMB: '1024',
    awsRequestId: '6bc28136-1c8b-4a3f-9f4e-2f1d3c5b7a90',
    logGroupName: '/aws/lambda/sample',
    logStreamName: '2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef',
    getRemainingTimeInMillis: () => 30_000,
  };
}
