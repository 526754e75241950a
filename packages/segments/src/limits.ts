/**
 * The limits of the X-Ray service and of the way to it, each written once.
 *
 * Sources: "X-Ray segment documents" in the AWS X-Ray developer guide (names, ids, annotations), the published segment
 * document schema (`test/schema`), and the receive buffer of the X-Ray daemon 3.6 (datagrams).
 */

/** Characters in a segment's or subsegment's name. */
export const MAX_NAME_CHARS = 200;

/** Characters in most text fields (`user`, `http.request.method`, `user_agent`, `client_ip`); URLs are the exception. */
export const MAX_TEXT_CHARS = 250;

/** Annotations that X-Ray indexes in one trace; more are stored but cannot be searched. */
export const MAX_ANNOTATIONS = 50;

/** Characters in an annotation's key. */
export const MAX_ANNOTATION_KEY_CHARS = 500;

/** Characters in an annotation's text value. */
export const MAX_ANNOTATION_VALUE_CHARS = 1000;

/** Frames that one exception keeps; how many more there were is told in `truncated`. */
export const MAX_STACK_FRAMES = 100;

/** Bytes of the largest document that fits a datagram: 65,507 of UDP payload over IPv4, less 30 of header line. */
export const MAX_DOCUMENT_BYTES = 65_477;

/** Links of one segment (100 in a trace). */
export const MAX_LINKS = 20;
