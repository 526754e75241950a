import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { buildPackages } from '../../../scripts/build.ts';
import { CommandError } from '../../../scripts/command.ts';
import { CACHE } from '../../../scripts/folders.ts';
import { runTool } from '../../../scripts/tools.ts';
import { LAMBDA_PACKAGE } from '../built/build-function.ts';

/** What each import may bring into an app, minified, beside the API: what it has today, and a tenth. */
const HELPERS: Readonly<Record<string, number>> = {
  putAnnotation: 3_900,
  putMetadata: 5_600,
  captureMethod: 8_100,
  traced: 8_300,
  traceAwsClient: 16_000,
  xrayTraceId: 3_100,
};

/** What of an esbuild metafile is read. */
interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly bytes: number; readonly inputs: Inputs }>>;
}
type Inputs = Readonly<Record<string, { readonly bytesInOutput: number }>>;

/**
 * Bundles an app that imports one helper, for each of them: the SDK, which `wrapHandler` needs, is in none.
 *
 * @returns the bytes of each.
 * @throws AssertionError where a bundle has the SDK inside, or is too big.
 */
export async function checkHelpers(): Promise<string> {
  await buildPackages(['lambda']);
  const folder = join(CACHE, 'lambda', 'bundle-helpers');
  const home = join(folder, 'node_modules', '@otel-xray', 'lambda');
  await rm(folder, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await cp(join(LAMBDA_PACKAGE, 'package.json'), join(home, 'package.json'));
  await cp(join(LAMBDA_PACKAGE, 'dist'), join(home, 'dist'), { recursive: true });
  const sdk = await filesOfTheSdk(join(home, 'dist'));
  assert(sdk.includes('index-boot.mjs'), 'no file has the SDK: what is looked for is not how it looks');
  assert.deepEqual(await unmarkedImports(join(home, 'dist')), [], 'webpack would put nothing in the place of these');
  const told: string[] = [];
  for (const [name, limit] of Object.entries(HELPERS)) {
    const { bytes, files } = await bundle(folder, name);
    const unwanted = files.filter((file) => sdk.includes(file));
    assert.deepEqual(unwanted, [], `an app that imports ${name} alone gets the SDK`);
    assert(bytes <= limit, `an app that imports ${name} alone gets ${bytes} bytes, more than ${limit}`);
    told.push(`${name} ${bytes}`);
  }
  const all = await bundle(folder, 'wrapHandler');
  assert(
    all.files.some((file) => sdk.includes(file)),
    'wrapHandler brings no SDK: what is looked for is not how it looks',
  );
  return told.join(', ');
}

/** Imports of what is known at run time alone, in the files that apps bundle: webpack leaves them as they are if they say so. */
async function unmarkedImports(dist: string): Promise<readonly string[]> {
  const names = (await readdir(dist)).filter((name) => /^index.*\.[cm]js$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(join(dist, name), 'utf8')));
  const found = texts.map((text) =>
    [...text.matchAll(/\bimport\((?!\s*['"`])([^)]*)/g)].map(([, request = '']) => request),
  );
  assert(found.flat().length > 0, 'no import of what is known at run time: what is looked for is not how it looks');
  return found.flatMap((requests, index) =>
    requests
      .filter((request) => !request.includes('webpackIgnore: true'))
      .map((request) => `${names[index]}: ${request}`),
  );
}

/** The built files say which modules are in them. */
async function filesOfTheSdk(dist: string): Promise<readonly string[]> {
  const names = (await readdir(dist)).filter((name) => name.endsWith('.mjs'));
  const texts = await Promise.all(names.map((name) => readFile(join(dist, name), 'utf8')));
  return names.filter((_, index) => texts[index]?.includes('@opentelemetry/sdk-trace/dist/'));
}

async function bundle(folder: string, name: string): Promise<{ bytes: number; files: readonly string[] }> {
  const [input, output, meta] = ['.source.mjs', '.mjs', '.json'].map((ending) => join(folder, name + ending)) as [
    string,
    string,
    string,
  ];
  await writeFile(input, `import { ${name} } from '@otel-xray/lambda';\nexport const used = ${name};\n`);
  const flags = ['--bundle', '--minify', '--platform=node', '--format=esm', '--external:@opentelemetry/api'];
  const { code, output: told } = await runTool(
    'esbuild',
    [input, ...flags, `--outfile=${output}`, `--metafile=${meta}`],
    {
      cwd: folder,
    },
  );
  if (code !== 0) throw new CommandError(told);
  const [bundled] = Object.values((JSON.parse(await readFile(meta, 'utf8')) as Metafile).outputs);
  assert(bundled !== undefined);
  const used = Object.entries(bundled.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return { bytes: bundled.bytes, files: used.map(([path]) => basename(path)) };
}

if (import.meta.main) console.log(await checkHelpers());
