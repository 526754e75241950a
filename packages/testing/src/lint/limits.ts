/**
 * The limits of X-Ray that rules hold documents to. `@otel-xray/segments` keeps its own to itself; a test in `test/lint` holds
 * the two lists together.
 *
 * Sources: AWS X-Ray developer guide, "X-Ray segment documents"; the segment document schema 1.0.0; X-Ray daemon 3.6 (datagrams);
 * AWS Knowledge Center on trace size.
 */

/** Characters of a name. */
export const MAX_NAME_CHARS = 200;
/** Characters of most texts. */
export const MAX_TEXT_CHARS = 250;
/** Annotations that are indexed in one trace. */
export const MAX_ANNOTATIONS = 50;
export const MAX_ANNOTATION_KEY_CHARS = 500;
export const MAX_ANNOTATION_VALUE_CHARS = 1000;
/** Links of one segment. */
export const MAX_LINKS = 20;
/** Links of all segments of a trace. */
export const MAX_TRACE_LINKS = 100;
/** Bytes of a document: 64 kB. */
export const MAX_DOCUMENT_BYTES = 65_536;
/** Bytes of a document that goes by UDP: 65,507 of payload, less 30 of the daemon's header line. */
export const MAX_DATAGRAM_DOCUMENT_BYTES = 65_477;
/** Bytes of a whole trace whose documents come together. */
export const MAX_TRACE_BYTES = 500_000;
