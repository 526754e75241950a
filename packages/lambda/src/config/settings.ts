/** Variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that was ignored: what it is, what it holds, and what is used instead. */
export interface ConfigWarning {
  readonly name: string;
  readonly value: string;
  readonly used: string;
}

/** Reads variables one by one, and keeps what was wrong with them: no setting may stop a function from starting. */
export class Settings {
  readonly warnings: ConfigWarning[] = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  /** The text, without white space around it; `undefined` where the variable is not set or empty. */
  text(name: string): string | undefined {
    const value = this.#env[name]?.trim();
    return value === '' ? undefined : value;
  }

  /** `true` or `false` in any case. */
  flag(name: string, fallback: boolean): boolean {
    const value = this.text(name)?.toLowerCase();
    if (value === 'true' || value === 'false') return value === 'true';
    return this.#ignore(name, fallback);
  }

  /** A whole number from `min` up. */
  count(name: string, fallback: number, min = 1): number {
    const value = this.text(name);
    if (value !== undefined && /^\d{1,9}$/.test(value) && Number(value) >= min) return Number(value);
    return this.#ignore(name, fallback);
  }

  /** A number from 0 to 1. */
  ratio(name: string, fallback: number): number {
    const value = this.text(name);
    const ratio = Number(value);
    if (value !== undefined && ratio >= 0 && ratio <= 1) return ratio;
    return this.#ignore(name, fallback);
  }

  /** One of the known words, in any case. */
  oneOf<Word extends string>(name: string, words: readonly Word[], fallback: Word): Word {
    const value = this.text(name)?.toLowerCase();
    return words.find((word) => word === value) ?? this.#ignore(name, fallback);
  }

  /** Known words between commas, each once, in their order; `none` alone is none. Unknown ones are left out. */
  list<Word extends string>(name: string, words: readonly Word[], fallback: readonly Word[]): readonly Word[] {
    const found = this.names(name);
    if (found === undefined || found.length === 0) return fallback;
    const known = words.filter((word) => found.includes(word)).toSorted((a, b) => found.indexOf(a) - found.indexOf(b));
    const unknown = found.filter((one) => one !== 'none' && !words.some((word) => word === one));
    const used = known.length === 0 && !found.includes('none') ? fallback : known;
    if (unknown.length > 0) this.warn(name, unknown.join(','), used.join(',') || 'none');
    return used;
  }

  /** All words between commas, in lower case. */
  names(name: string): readonly string[] | undefined {
    return this.text(name)
      ?.toLowerCase()
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  }

  warn(name: string, value: string, used: string): void {
    this.warnings.push({ name, value, used });
  }

  /** The fallback, with a warning where the variable holds anything at all. */
  #ignore<Value>(name: string, fallback: Value): Value {
    const value = this.text(name);
    if (value !== undefined) this.warn(name, value, String(fallback));
    return fallback;
  }
}
