import { MAX_ANNOTATION_KEY_CHARS, MAX_ANNOTATION_VALUE_CHARS, MAX_ANNOTATIONS } from '../limits.ts';
import type { Entity, Problem, Rule } from '../rule.ts';
import { problemIf } from '../rule.ts';
import { guide, schema } from '../sources.ts';
import { charsOf, describeValue, isObject, isText, membersOf, quote, step } from '../values.ts';

const KEY = /^[A-Za-z0-9_.]+$/;
const TOGETHER = 'What does not fit the schema vanishes silently from an annotation block.';

/** Rules on `annotations`. */
export const annotationRules: readonly Rule[] = [
  {
    id: 'annotations-shape',
    severity: 'dropped',
    asks: '`annotations` is an object.',
    source: schema('properties.annotations'),
    find: ({ members: { annotations } }) =>
      problemIf(
        annotations !== undefined && !isObject(annotations),
        '/annotations',
        () => `expected an object of keys and values, found ${describeValue(annotations)}`,
      ),
  },
  {
    id: 'annotation-key',
    severity: 'dropped',
    asks: 'Keys of annotations have letters, digits, `_` and `.` only.',
    why: `${TOGETHER} The schema refuses dots too; they are taken today, and AWS's own tools search for them.`,
    source: `${guide('annotations')}; ${schema('properties.annotations')}`,
    find: findIn((key) =>
      KEY.test(key) ? undefined : 'only letters, digits, _ and . are taken in a key: replace the rest by _',
    ),
  },
  {
    id: 'annotation-key-length',
    severity: 'dropped',
    asks: `Keys of annotations have at most ${MAX_ANNOTATION_KEY_CHARS} characters.`,
    source: schema('properties.annotations'),
    find: findIn((key) => {
      const chars = charsOf(key);
      if (chars <= MAX_ANNOTATION_KEY_CHARS) return undefined;
      return `a key of ${chars} characters, and at most ${MAX_ANNOTATION_KEY_CHARS} are taken: shorten it`;
    }),
  },
  {
    id: 'annotation-value',
    severity: 'dropped',
    asks: 'Values of annotations are texts, numbers or booleans.',
    why: TOGETHER,
    source: guide('annotations'),
    find: findIn((_key, value) => {
      if (isText(value) || typeof value === 'number' || typeof value === 'boolean') return undefined;
      return `expected a text, a number or a boolean, found ${describeValue(value)}: put it into metadata`;
    }),
  },
  {
    id: 'annotation-value-length',
    severity: 'dropped',
    asks: `Texts in annotations have at most ${MAX_ANNOTATION_VALUE_CHARS} characters.`,
    source: schema('properties.annotations'),
    find: findIn((_key, value) => {
      if (!isText(value) || charsOf(value) <= MAX_ANNOTATION_VALUE_CHARS) return undefined;
      return `${charsOf(value)} characters, and at most ${MAX_ANNOTATION_VALUE_CHARS} are taken: put it into metadata`;
    }),
  },
  {
    id: 'annotation-count',
    severity: 'dropped',
    asks: `A segment or subsegment has at most ${MAX_ANNOTATIONS} annotations.`,
    why: 'X-Ray indexes that many of a whole trace; the others cannot be searched.',
    source: guide('annotations'),
    find: ({ members: { annotations } }) => {
      const count = Object.keys(membersOf(annotations)).length;
      const message = (): string =>
        `${count} annotations, and ${MAX_ANNOTATIONS} are indexed: move the rest to metadata`;
      return problemIf(count > MAX_ANNOTATIONS, '/annotations', message);
    },
  },
  {
    id: 'annotation-empty',
    severity: 'advice',
    asks: 'Annotations are not empty texts.',
    why: 'It takes one of the 50, and finds nothing.',
    source: guide('annotations'),
    find: findIn((_key, value) => (value === '' ? 'an empty text cannot be searched for: leave it out' : undefined)),
  },
];

/** A rule on each annotation for itself. */
function findIn(judge: (key: string, value: unknown) => string | undefined): (entity: Entity) => readonly Problem[] {
  return ({ members: { annotations } }) =>
    Object.entries(membersOf(annotations)).flatMap(([key, value]) => {
      const message = judge(key, value);
      return message === undefined
        ? []
        : [{ pointer: `/annotations${step(key)}`, message: `${quote(key)}: ${message}` }];
    });
}
