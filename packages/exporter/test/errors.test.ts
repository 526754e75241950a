import { describe, expect, it } from 'vitest';
import { DeadlineError } from '../src/deadline.ts';
import { toErrorCode, XRayExportError } from '../src/errors.ts';

const notFound = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });

describe('toErrorCode', () => {
  it.each([
    { error: notFound, code: 'ENOTFOUND', why: "the system's code" },
    { error: new XRayExportError('no way', { cause: notFound }), code: 'ENOTFOUND', why: 'the code of the cause' },
    { error: new XRayExportError('no way'), code: 'XRayExportError', why: 'no code and no cause' },
    { error: new DeadlineError('late'), code: 'DeadlineError', why: 'the class' },
    {
      error: new TypeError('x', { cause: notFound }),
      code: 'TypeError',
      why: "the causes of others' errors are theirs",
    },
    { error: Object.assign(new Error('x'), { code: 7 }), code: 'Error', why: 'a code that is no text' },
    { error: 'ENOTFOUND', code: 'unknown', why: 'no error' },
    { error: undefined, code: 'unknown', why: 'nothing' },
  ])('gives $code ($why)', ({ error, code }) => {
    expect(toErrorCode(error)).toBe(code);
  });
});
