import { DocumentBuilder } from './document-builder.ts';
import { FIRST, type Identity, nextId, START_MILLIS, toId, TRACE_ID } from './identity.ts';
import { SpanBuilder } from './span-builder.ts';

/**
 * A span that is always the same one: id `0000000000000001`, trace `6553f100a1b2c3d4e5f60718293a4b5c`, an internal root of 100
 * ms from 2023-11-14T22:13:20Z. Two of them differ by `childOf` or `withId`; for many, take {@link createBuilders}.
 */
export function aSpan(): SpanBuilder {
  return SpanBuilder.of(FIRST, false);
}

/** A segment document that is always the same one, with the ids and times of {@link aSpan}. */
export function aSegment(): DocumentBuilder {
  return DocumentBuilder.segment(FIRST, false);
}

/** A subsegment sent on its own, always the same one: id `0000000000000002`, below {@link aSegment}. */
export function aSubsegment(): DocumentBuilder {
  return DocumentBuilder.subsegment({ ...FIRST, id: nextId(FIRST.id) }, FIRST.id, false);
}

export interface BuildersOptions {
  /**
   * Number of the first id.
   *
   * @default 1
   */
  readonly firstId?: number;
  /**
   * Start of the first, milliseconds since 1970; each next one starts 10 ms later.
   *
   * @default 1700000000000
   */
  readonly startMillis?: number;
  /**
   * 32 hex digits.
   *
   * @default '6553f100a1b2c3d4e5f60718293a4b5c'
   */
  readonly traceId?: string;
}

/** Builders that count: each call begins another span or document, with the next id and a later start. */
export interface Builders {
  aSpan(): SpanBuilder;
  aSegment(): DocumentBuilder;
  aSubsegment(): DocumentBuilder;
}

const STEP_MILLIS = 10;

/**
 * Builders with a count of their own, so that every span or document of a test has ids and times of its own, the same ones in
 * each run. Make them in the test: two of these know nothing of each other.
 *
 * @example
 * const { aSpan } = createBuilders();
 * const request = aSpan().server().build(); // 0000000000000001
 * const calls = ['a', 'b'].map((name) => aSpan().client().named(name).childOf(request).build()); // …2, …3
 */
export function createBuilders({
  firstId = 1,
  startMillis = START_MILLIS,
  traceId = TRACE_ID,
}: BuildersOptions = {}): Builders {
  let count = 0;
  const next = (): Identity => {
    const identity = { traceId, id: toId(firstId + count), startMillis: startMillis + count * STEP_MILLIS };
    count++;
    return identity;
  };
  return {
    aSpan: () => SpanBuilder.of(next(), true),
    aSegment: () => DocumentBuilder.segment(next(), true),
    aSubsegment: () => {
      // The first id is the root's, also where no root was built.
      count = Math.max(count, 1);
      return DocumentBuilder.subsegment(next(), toId(firstId), true);
    },
  };
}
