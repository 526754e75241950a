/** The parts of Lambda's events that the functions read. */

/** What API Gateway sends for a REST API (payload 1.0). */
export interface ApiGatewayEvent {
  readonly httpMethod: string;
  readonly path: string;
  /** The route: `/orders/{id}`. */
  readonly resource: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly requestContext: {
    readonly requestId: string;
    readonly domainName: string;
    readonly stage: string;
    readonly path: string;
    readonly identity: { readonly sourceIp: string };
  };
}

export interface ApiGatewayResponse {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SqsRecord {
  readonly messageId: string;
  readonly body: string;
  /** System attributes; `AWSTraceHeader` is one of them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, { readonly stringValue?: string; readonly dataType: string }>>;
  readonly md5OfBody: string;
  readonly receiptHandle: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

/** What SQS event-source mapping sends. */
export interface SqsEvent {
  readonly Records: readonly SqsRecord[];
}
