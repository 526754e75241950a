import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CachedFiles } from '../../src/code-cache/cached-files.ts';

let folder: string;
let cacheFolder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cached-files-'));
  cacheFolder = join(folder, 'cache');
  mkdirSync(cacheFolder);
});

afterEach(() => rmSync(folder, { recursive: true }));

const FINGERPRINT = '0123456789abcdef';

function write(name: string, code: string, fingerprint = FINGERPRINT): void {
  writeFileSync(join(folder, name), `${code}\n//# ${fingerprint}\n`);
}

function open(): CachedFiles {
  return new CachedFiles({ folder, cacheFolder, require: createRequire(join(folder, 'index.cjs')) });
}

/**
 * V8's code of a file of this content that ran in another folder. In the same one, V8 would take what it has in memory, whatever is in the
 * cache.
 */
function ranElsewhere(code: string): ReadonlyMap<string, Buffer> {
  const elsewhere = mkdtempSync(join(tmpdir(), 'cached-files-'));
  writeFileSync(join(elsewhere, 'a.cjs'), `${code}\n//# ${FINGERPRINT}\n`);
  const files = new CachedFiles({ folder: elsewhere, cacheFolder: elsewhere, require: createRequire(elsewhere) });
  files.load('a.cjs');
  rmSync(elsewhere, { recursive: true });
  return files.snapshot();
}

const DOUBLE = 'exports.double = (n) => n * 2;';

interface Doubler {
  readonly double: (n: number) => number;
}

describe('CachedFiles', () => {
  it('runs a file once and gives what it exports', () => {
    write('a.cjs', 'exports.made = {};');
    const files = open();
    const first = files.load('a.cjs') as { readonly made: object };
    expect(first.made).toBeTypeOf('object');
    expect(files.load('a.cjs')).toBe(first);
  });

  it('gives what a file puts in the place of its exports', () => {
    write('a.cjs', "module.exports = 'all of it';");
    expect(open().load('a.cjs')).toBe('all of it');
  });

  it('lets files load each other, in circles too', () => {
    write('a.cjs', "exports.name = 'a'; exports.other = require('./b.cjs').name;");
    write('b.cjs', "exports.name = 'b of ' + require('./a.cjs').name;");
    expect(open().load('a.cjs')).toEqual({ name: 'a', other: 'b of a' });
  });

  it('leaves everything else to require', () => {
    write('a.cjs', "exports.join = require('node:path').join;");
    writeFileSync(join(folder, 'data.json'), '{"tenant":"acme"}');
    write('b.cjs', "exports.data = require('./data.json');");
    const files = open();
    expect(files.load('a.cjs')).toEqual({ join });
    expect(files.load('b.cjs')).toEqual({ data: { tenant: 'acme' } });
  });

  it('tells a file where it is', () => {
    write('a.cjs', 'exports.at = [__filename, __dirname];');
    expect(open().load('a.cjs')).toEqual({ at: [join(folder, 'a.cjs'), folder] });
  });

  it('throws what a file throws, and runs it again the next time', () => {
    write(
      'a.cjs',
      "globalThis.tries = (globalThis.tries ?? 0) + 1; if (globalThis.tries === 1) throw new Error('once');",
    );
    const files = open();
    expect(() => files.load('a.cjs')).toThrow('once');
    expect(files.load('a.cjs')).toEqual({});
    delete (globalThis as { tries?: number }).tries;
  });

  it('throws where there is no such file', () => {
    expect(() => open().load('a.cjs')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });

  it('takes the code of a file that ran before, in whatever folder', () => {
    for (const [name, code] of ranElsewhere(DOUBLE)) writeFileSync(join(cacheFolder, name), code);
    write('a.cjs', DOUBLE);
    const files = open();
    expect((files.load('a.cjs') as Doubler).double(21)).toBe(42);
    expect([files.taken, files.refused]).toEqual([1, 0]);
  });

  it('keeps the functions that have run, which V8 compiles when they are first called', () => {
    write('a.cjs', DOUBLE);
    const files = open();
    const { double } = files.load('a.cjs') as Doubler;
    const bytes = (): number => files.snapshot().get(`a.cjs.${FINGERPRINT}`)?.length ?? 0;
    const before = bytes();
    double(1);
    expect(bytes()).toBeGreaterThan(before);
  });

  it.each([
    ['of something else', () => Buffer.from('made by something else entirely, and long enough')],
    ['that is empty', () => Buffer.alloc(0)],
    ['that was cut', (code: Buffer) => code.subarray(0, code.length - 8)],
    ['of another V8', (code: Buffer) => Buffer.concat([code.subarray(0, 4), Buffer.alloc(4), code.subarray(8)])],
  ])('compiles a file beside code %s', (_, change) => {
    for (const [name, code] of ranElsewhere(DOUBLE)) writeFileSync(join(cacheFolder, name), change(code));
    write('a.cjs', DOUBLE);
    const files = open();
    expect((files.load('a.cjs') as Doubler).double(21)).toBe(42);
    expect([files.taken, files.refused]).toEqual([0, 1]);
  });

  it('takes no code of a file that has changed, which V8 would of one as long', () => {
    for (const [name, code] of ranElsewhere(DOUBLE)) writeFileSync(join(cacheFolder, name), code);
    write('a.cjs', DOUBLE.replace('2', '3'), 'fedcba9876543210');
    const files = open();
    expect((files.load('a.cjs') as Doubler).double(21)).toBe(63);
    expect([files.taken, files.refused]).toEqual([0, 0]);
  });

  it('leaves a file that does not say what is in it to require', () => {
    writeFileSync(join(folder, 'a.cjs'), DOUBLE);
    const files = open();
    const loaded = files.load('a.cjs') as Doubler;
    expect(loaded.double(21)).toBe(42);
    expect(loaded).toBe(createRequire(join(folder, 'index.cjs'))('./a.cjs'));
    expect(files.snapshot().size).toBe(0);
  });

  it('gives files a require with all that one has', () => {
    write('a.cjs', 'exports.require = require;');
    const { require } = open().load('a.cjs') as { readonly require: NodeJS.Require };
    expect(require.cache).toBe(createRequire(join(folder, 'index.cjs')).cache);
    expect(require.resolve('node:path')).toBe('node:path');
  });

  it('compiles a file whose code cannot be read', () => {
    write('a.cjs', DOUBLE);
    mkdirSync(join(cacheFolder, `a.cjs.${FINGERPRINT}`));
    const files = open();
    expect((files.load('a.cjs') as Doubler).double(21)).toBe(42);
    expect([files.taken, files.refused]).toEqual([0, 0]);
  });
});
