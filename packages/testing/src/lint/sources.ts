/** The documents that rules come from, each spelled once. */

/** "X-Ray segment documents" of the AWS X-Ray developer guide, with its section. */
export function guide(section: string): string {
  return `AWS X-Ray developer guide, "X-Ray segment documents", ${section}`;
}

/** The published JSON schema of the segment document, with the place in it. */
export function schema(place: string): string {
  return `X-Ray segment document schema 1.0.0, ${place}`;
}

/** What X-Ray's PutTraceSegments answers for a document that it refuses. */
export function unprocessed(code: string): string {
  return `X-Ray API, PutTraceSegments, UnprocessedTraceSegments: ${code}`;
}
