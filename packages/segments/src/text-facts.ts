import type { AttributeReader } from './attributes.ts';
import type { ResolvedOptions } from './options.ts';

/** What is asked of a span, or of a resource, to treat one of its texts. */
export interface TextFacts {
  readonly options: ResolvedOptions;
  readonly attributes: AttributeReader;
}
