import type { SegmentDocument } from './document.ts';

/** What a redaction hook is shown: where the text will stand. */
export type RedactableField = 'url' | 'sql' | 'message' | 'stack' | 'attribute' | 'name';

/** How spans become documents. Every member has a default that suits most services. */
export interface TranslateOptions {
  /**
   * Makes every attribute with a text, number or boolean an annotation (at most 50; the rest stays metadata).
   *
   * @default false
   */
  readonly indexAllAttributes?: boolean | undefined;
  /**
   * Attributes that become annotations: keys, or patterns with `*`; `otel.resource.<key>` names resource attributes.
   *
   * @default []
   */
  readonly indexedAttributes?: readonly string[] | undefined;
  /** Attribute key → annotation key: `{ 'app.tenant.id': 'tenant' }`. An aliased attribute is indexed. */
  readonly annotationAliases?: Readonly<Record<string, string>> | undefined;
  /** CloudWatch log groups, names or ARNs, for spans whose resource names none. */
  readonly logGroupNames?: readonly string[] | undefined;
  /**
   * What becomes of SQL text: literals replaced by `?`, passed on as it is, or left out.
   *
   * @default 'sanitized'
   */
  readonly sqlText?: 'sanitized' | 'asIs' | 'off' | undefined;
  /**
   * In Lambda: the invocation's span as a subsegment below Lambda's own segment, or as a segment beside it.
   *
   * @default 'subsegment'
   */
  readonly lambdaRoot?: 'subsegment' | 'segment' | undefined;
  /**
   * Sees every text before limits apply and gives what is sent instead. Runs after the built-in redaction of
   * credentials. If it throws or gives no text, the value is replaced by a marker.
   */
  readonly redact?: ((field: RedactableField, value: string) => string) | undefined;
  /**
   * Keeps the instrumentation scope's name and version in the metadata namespace `otel`.
   *
   * @default false
   */
  readonly scope?: boolean | undefined;
}

/** Something a reader of the document should know: what was cut, moved, guessed or left out, and in which member. */
export interface Note {
  /** Member of the document: `name`, `annotations.tenant`. */
  readonly field: string;
  readonly kind: 'cut' | 'moved' | 'replaced' | 'guessed' | 'dropped';
  /** One short sentence. Never holds the value itself. */
  readonly message: string;
}

/**
 * The answer of `translate`: documents (one; two where a call without a service around it is split into segment and
 * subsegment), or the reason why there can be none.
 */
export type Translation =
  | { readonly ok: true; readonly documents: readonly SegmentDocument[]; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly reason: 'invalid-trace-id' | 'invalid-span-id' };
