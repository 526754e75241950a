import type { SegmentDocument, StackFrame, Subsegment } from '@otel-xray/segments';
import { compareStarts, nodesOf, toTraceTree, type TraceNode } from '../trace-tree.ts';
import { isObject } from '../match/partial.ts';
import { BlankLabels, exceptionsOf, type IdLabels, Labels, plainText } from './labels.ts';
import { isOwnPath, maskByKey, maskPath, maskText } from './mask.ts';

export interface NormalizeOptions {
  /**
   * Times become offsets from the trace's start, rounded down to this many milliseconds: coarse, since real clocks never give the
   * same twice. `1` suits a test whose clock stands still; `0` leaves times out.
   *
   * @default 1000
   */
  readonly timeStepMillis?: number | undefined;
  /**
   * How siblings stand: by their start, or by their names, where calls are made at once and any may be first.
   *
   * @default 'start'
   */
  readonly order?: 'start' | 'name' | undefined;
  /**
   * Folder of the project, taken out of paths; of stacks, only frames in it stay.
   *
   * @default the current directory
   */
  readonly root?: string | undefined;
  /** Replaces what else differs from run to run: given each value that is no object, and its path; what it returns is kept. */
  readonly mask?: ((value: unknown, path: readonly string[]) => unknown) | undefined;
}

/** A segment or subsegment as a contract has it: wire names, but for ids, times and what the machine put in. */
export interface NormalizedSegment {
  /** `segment-1`, `subsegment-3`: by kind, in the order of the tree. */
  readonly id: string;
  readonly name: string;
  /** `+0 s`, `+120 ms`, `in progress`. */
  readonly start?: string;
  readonly end?: string;
  readonly subsegments?: readonly NormalizedSegment[];
  readonly [member: string]: unknown;
}

/** The trees of a trace, tops in order of their start. */
export type NormalizedTrace = readonly NormalizedSegment[];

const DEFAULT_STEP_MILLIS = 1000;

/** Members that hold what the app names. */
const RECORDS: ReadonlySet<string> = new Set(['annotations', 'metadata']);

/** Told by the place in the tree, or by `id`, `start` and `end`. */
const PLACED: readonly string[] = ['id', 'trace_id', 'parent_id', 'type', 'start_time', 'end_time', 'in_progress'];

/**
 * A trace as a contract that can be compared and read: the same for the same behaviour, whatever ids, clocks, machines and the
 * order of arrival; and the same whether subsegments came nested or in documents of their own.
 *
 * Ids become `segment-1`, `subsegment-1`, `exception-1` in the order of the tree, also where texts name them; times become
 * offsets; versions of SDKs and runtimes, request ids, UUIDs, ports on loopback, the host and process are masked; stacks keep the
 * functions and files of the project. Never throws.
 *
 * @example
 * expect(normalizeTrace(await collector.waitForTrace(traceId))).toMatchSnapshot();
 */
export function normalizeTrace(documents: readonly SegmentDocument[], options: NormalizeOptions = {}): NormalizedTrace {
  // What a node says without ids and times decides where the order does not: it is the same in every run.
  const blank = new Normalizer({ ...options, timeStepMillis: 0 }, { labels: new BlankLabels(), zero: 0 });
  const trees = sortTrees(toTraceTree(documents), options.order ?? 'start', (node) => blank.normalizeNode(node)).map(
    ({ node }) => node,
  );
  const starts = nodesOf(trees)
    .map(({ document }) => document.start_time as unknown)
    .filter((start): start is number => typeof start === 'number' && Number.isFinite(start));
  const normalizer = new Normalizer(options, { labels: new Labels(trees), zero: Math.min(...starts) });
  return trees.map((node) => normalizer.normalizeNode(node));
}

interface Sorted {
  readonly node: TraceNode;
  readonly key: string;
}

function sortTrees(
  trees: readonly TraceNode[],
  order: 'start' | 'name',
  contentOf: (node: TraceNode) => NormalizedSegment,
): readonly Sorted[] {
  return trees
    .map(({ children, ...node }) => {
      const below = sortTrees(children, order, contentOf);
      const { name, ...content } = contentOf({ ...node, children: [] });
      const key = JSON.stringify([name, content, below.map((child) => child.key)]);
      return { node: { ...node, children: below.map((child) => child.node) }, key };
    })
    .sort((a, b) => (order === 'start' ? compareStarts(a.node, b.node) : 0) || compareTexts(a.key, b.key));
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

class Normalizer {
  readonly #options: { readonly root: string; readonly stepMillis: number; readonly mask: NormalizeOptions['mask'] };
  readonly #labels: IdLabels;
  readonly #zero: number;

  constructor(options: NormalizeOptions, { labels, zero }: { readonly labels: IdLabels; readonly zero: number }) {
    const { root = process.cwd(), timeStepMillis: stepMillis = DEFAULT_STEP_MILLIS, mask } = options;
    this.#options = { root, stepMillis, mask };
    this.#labels = labels;
    this.#zero = zero;
  }

  normalizeNode({ kind, document, children }: TraceNode): NormalizedSegment {
    const members = Object.entries(document).filter(([key]) => !PLACED.includes(key) && key !== 'name');
    return {
      id: this.#labels.of(document.id, kind),
      name: plainText(this.#normalize(document.name, ['name'])),
      ...this.#times(document),
      ...Object.fromEntries(members.map(([key, value]) => [key, this.#normalizeMember(key, value)])),
      ...(children.length > 0 && { subsegments: children.map((child) => this.normalizeNode(child)) }),
    };
  }

  #times({ start_time, end_time, in_progress }: Omit<Subsegment, 'subsegments'>): { start?: string; end?: string } {
    if (this.#options.stepMillis <= 0) return in_progress === true ? { end: 'in progress' } : {};
    const end = in_progress === true ? 'in progress' : this.#offset(end_time);
    return { start: this.#offset(start_time), end };
  }

  /** @param seconds - Unix time. */
  #offset(seconds: unknown): string {
    if (typeof seconds !== 'number') return 'never';
    const { stepMillis } = this.#options;
    // Doubles of today's seconds end at 0.2 µs: what lies that close below a step is the step.
    const millis = Math.floor(((seconds - this.#zero) * 1000 + 0.001) / stepMillis) * stepMillis;
    return millis % 1000 === 0 ? `+${millis / 1000} s` : `+${millis} ms`;
  }

  #normalizeMember(key: string, value: unknown): unknown {
    if (key === 'cause') return this.#normalizeCause(value);
    if (key === 'links' && Array.isArray(value)) return value.map((link: unknown) => this.#normalizeLink(link));
    return this.#normalize(value, [key]);
  }

  #normalizeLink(link: unknown): unknown {
    if (!isObject(link)) return this.#normalize(link, ['links']);
    const { trace_id, id, ...others } = link;
    const ids = { trace_id: this.#labels.ofTrace(trace_id), id: this.#labels.of(id, 'linked') };
    return { ...ids, ...(this.#normalize(others, ['links']) as object) };
  }

  #normalizeCause(cause: unknown): unknown {
    // An exception's id alone is allowed too: it names one that is told elsewhere.
    if (!isObject(cause)) return this.#labels.of(cause, 'exception');
    const exceptions = exceptionsOf(cause).map(({ id, cause: causedBy, stack, truncated: _frames, ...others }) => ({
      id: this.#labels.of(id, 'exception'),
      ...(this.#normalize(others, ['cause', 'exceptions']) as object),
      ...(causedBy !== undefined && { cause: this.#labels.of(causedBy, 'exception') }),
      ...(Array.isArray(stack) && { stack: this.#normalizeStack(stack) }),
    }));
    const { exceptions: _raw, working_directory: _folder, paths: _paths, ...others } = cause;
    return { ...(this.#normalize(others, ['cause']) as object), exceptions };
  }

  /** Functions and files of the project: lines move with every edit, and other people's frames with every release. */
  #normalizeStack(stack: readonly StackFrame[]): readonly string[] {
    return stack
      .filter((frame) => isObject(frame) && typeof frame.path === 'string')
      .filter(({ path }) => isOwnPath(path, this.#options))
      .map(({ path, label }) => `${label === '' ? '(anonymous)' : label} (${maskPath(path, this.#options)})`);
  }

  #normalize(value: unknown, path: readonly string[]): unknown {
    if (Array.isArray(value)) return value.map((item, index) => this.#normalize(item, [...path, String(index)]));
    if (typeof value === 'object' && value !== null) {
      const members = Object.entries(value).filter(([, member]) => member !== undefined);
      // Attributes come in the order in which they were set, which nobody reads.
      if (RECORDS.has(path[0] ?? '')) members.sort(([a], [b]) => compareTexts(a, b));
      return Object.fromEntries(members.map(([key, member]) => [key, this.#normalize(member, [...path, key])]));
    }
    const key = path.at(-1) ?? '';
    const masked = isEventTime(path) ? this.#offset(value) : (maskByKey(key, value) ?? this.#maskText(value, key));
    return this.#options.mask === undefined ? masked : this.#options.mask(masked, path);
  }

  #maskText(value: unknown, key: string): unknown {
    return typeof value === 'string' ? maskText(this.#labels.replaceIn(value), key, this.#options) : value;
  }
}

/** Events are kept in the metadata namespace `otel`, with their times. */
function isEventTime(path: readonly string[]): boolean {
  const [metadata, namespace, events, , time] = path;
  return metadata === 'metadata' && namespace === 'otel' && events === 'events' && time === 'time';
}
