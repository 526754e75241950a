import { describe, expect, it } from 'vitest';
import { DeadlineError } from '../src/deadline.ts';
import { isError, toErrorCode, XRayExportError } from '../src/errors.ts';

const notFound = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
const fail = (): never => {
  throw new TypeError('not to be read');
};
const unreadable = new Proxy(new Error('x'), { getPrototypeOf: fail });
const withBrokenCode = Object.defineProperty(new Error('x'), 'code', { get: fail });

describe('isError', () => {
  it('tells errors from other values, and takes what cannot be asked for none', () => {
    expect([notFound, new XRayExportError('x'), 'text', null, unreadable].map(isError)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

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
    { error: unreadable, code: 'unknown', why: 'what cannot be asked whether it is one' },
    { error: withBrokenCode, code: 'unknown', why: 'a code that cannot be read' },
  ])('gives $code ($why)', ({ error, code }) => {
    expect(toErrorCode(error)).toBe(code);
  });
});
