import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UserConfig } from 'tsdown';

type Plugin = Exclude<NonNullable<UserConfig['plugins']>, readonly unknown[] | Promise<unknown> | false>;

/** A package whose code is in a bundle. */
interface Bundled {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/** Writes beside the bundle whose code is in it, and under which licence: what those licences ask of whoever passes the code on. */
export function licences(fileName: string): Plugin {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? one.moduleIds : []));
      const folders = new Set(
        modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? []),
      );
      this.emitFile({ type: 'asset', fileName, source: format([...folders].map(read)) });
    },
  };
}

function read(folder: string): Bundled {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Omit<Bundled, 'text'>;
  return { ...manifest, text: readFileSync(join(folder, 'LICENSE'), 'utf8').trim() };
}

function format(packages: readonly Bundled[]): string {
  const byText = Map.groupBy(packages, ({ text }) => text);
  const parts = [...byText].map(([text, those]) => {
    const names = those.map(({ name, version, license }) => `- ${name} ${version} (${license})`).sort();
    return `${names.join('\n')}\n\n${text}\n`;
  });
  return ['The files of this folder have code of these packages inside.\n', ...parts.sort()].join('\n');
}
