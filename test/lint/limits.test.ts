import { expect, it } from 'vitest';
import * as linted from '../../packages/testing/src/lint/limits.ts';
import * as written from '../../packages/segments/src/limits.ts';

it('documents are written by the limits that they are judged by', () => {
  expect(linted).toMatchObject({
    MAX_NAME_CHARS: written.MAX_NAME_CHARS,
    MAX_TEXT_CHARS: written.MAX_TEXT_CHARS,
    MAX_ANNOTATIONS: written.MAX_ANNOTATIONS,
    MAX_ANNOTATION_KEY_CHARS: written.MAX_ANNOTATION_KEY_CHARS,
    MAX_ANNOTATION_VALUE_CHARS: written.MAX_ANNOTATION_VALUE_CHARS,
    MAX_LINKS: written.MAX_LINKS,
    MAX_DATAGRAM_DOCUMENT_BYTES: written.MAX_DOCUMENT_BYTES,
  });
});
