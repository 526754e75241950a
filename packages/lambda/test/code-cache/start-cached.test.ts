import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CachedFiles } from '../../src/code-cache/cached-files.ts';
import { startCached } from '../../src/code-cache/start-cached.ts';

const NAME = 'register.cjs.0123456789abcdef';
const CODE = 'globalThis.starts.push(__filename);\n//# 0123456789abcdef\n';

let folder: string;
let words: unknown[][];
const starts: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-cached-'));
  writeFileSync(join(folder, 'register.cjs'), CODE);
  starts.length = 0;
  Object.assign(globalThis, { starts });
  words = [];
  const tell = (...said: unknown[]): void => void words.push(said);
  diag.setLogger({ error: tell, warn: tell, info: tell, debug: tell, verbose: tell }, DiagLogLevel.DEBUG);
  words.length = 0;
});

afterEach(() => {
  diag.disable();
  delete (globalThis as { starts?: unknown }).starts;
  rmSync(folder, { recursive: true });
});

function optionsOf(cacheFolder: string): ConstructorParameters<typeof CachedFiles>[0] {
  return { folder, cacheFolder, require: createRequire(join(folder, 'register-cached.cjs')) };
}

/** Starts, and gives what was said, without the place where the cache should be. */
function start(cacheFolder: string): readonly unknown[] {
  startCached(optionsOf(cacheFolder));
  return words.map(([namespace, message]) => [namespace, String(message).replace(cacheFolder, '<cache>')]);
}

function makeCacheFolder(): string {
  const cacheFolder = join(folder, 'cache');
  mkdirSync(cacheFolder);
  return cacheFolder;
}

const ONCE = (): string[] => [join(folder, 'register.cjs')];

describe('startCached', () => {
  it('starts register from its code cache', () => {
    const cacheFolder = makeCacheFolder();
    // In another folder: here, V8 would take what it has in memory, whatever is in the cache.
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'register.cjs'), CODE);
    const files = new CachedFiles({ ...optionsOf(cacheFolder), folder: elsewhere });
    files.load('register.cjs');
    writeFileSync(join(cacheFolder, NAME), files.snapshot().get(NAME) as Buffer);
    starts.length = 0;

    expect(start(cacheFolder)).toEqual([['otel-xray/lambda', 'started from the code cache']]);
    expect(starts).toEqual(ONCE());
  });

  it('starts register as it is where there is no cache', () => {
    expect(start(join(folder, 'nothing'))).toEqual([
      ['otel-xray/lambda', 'started without a code cache: there is no <cache>'],
    ]);
    expect(starts).toEqual(ONCE());
  });

  it('starts register as it is where the cache is of another Node', () => {
    const cacheFolder = makeCacheFolder();
    writeFileSync(join(cacheFolder, NAME), 'made by something else entirely, and long enough');
    expect(start(cacheFolder)).toEqual([
      ['otel-xray/lambda', 'started without the code cache <cache>: it is of another Node, or other flags'],
    ]);
    expect(starts).toEqual(ONCE());
  });

  it('starts register as it is where the cache is of other files', () => {
    const cacheFolder = makeCacheFolder();
    writeFileSync(join(cacheFolder, 'register.cjs.fedcba9876543210'), 'of a former version');
    expect(start(cacheFolder)).toEqual([
      ['otel-xray/lambda', 'started without the code cache <cache>: none of it can be read, or it is of other files'],
    ]);
    expect(starts).toEqual(ONCE());
  });

  it('starts register as it is where the cache cannot be read', () => {
    const cacheFolder = makeCacheFolder();
    mkdirSync(join(cacheFolder, NAME));
    expect(start(cacheFolder)).toEqual([
      ['otel-xray/lambda', 'started without the code cache <cache>: none of it can be read, or it is of other files'],
    ]);
    expect(starts).toEqual(ONCE());
  });

  it('says nothing where nobody listens', () => {
    diag.disable();
    words.length = 0;
    expect(start(join(folder, 'nothing'))).toEqual([]);
    expect(starts).toEqual(ONCE());
  });
});
