import type { TranslateOptions } from '@otel-xray/segments';
import { DEFAULT_DAEMON_ADDRESS, formatDaemonAddress, parseDaemonAddress } from './daemon-address.ts';
import type { DaemonAddress } from './daemon-address.ts';
import type { CauseLogger } from './once-per-cause.ts';
import type { Sender } from './sender.ts';
import { checkTranslateOptions } from './translate-options.ts';

/** The variable that names the daemon, in Lambda set by Lambda. */
const DAEMON_ADDRESS_VARIABLE = 'AWS_XRAY_DAEMON_ADDRESS';

/** Where the daemon is. */
export interface DaemonOptions {
  /**
   * Where the X-Ray daemon listens: `host:port`, or `udp:host:port tcp:host:port`; IPv6 in brackets.
   *
   * @default `AWS_XRAY_DAEMON_ADDRESS`, else `127.0.0.1:2000`
   */
  readonly daemonAddress?: string | undefined;
}

/** Options of `XRaySpanExporter`. */
export interface XRaySpanExporterOptions extends DaemonOptions, TranslateOptions {
  /**
   * What hands the documents over. With a sender of your own, `daemonAddress` is not used.
   *
   * @default `createUdpSender({ daemonAddress })`
   */
  readonly sender?: Sender | undefined;
  /**
   * Puts the spans of a batch that belong together into one document: one datagram for a whole invocation. Without it,
   * one document per span.
   *
   * @default true
   */
  readonly nesting?: boolean | undefined;
}

/** A setting that was ignored. */
export interface ConfigWarning {
  readonly name: string;
  readonly value: string;
  /** What is used instead. */
  readonly used: string;
}

/** Options, environment and defaults, brought together; frozen. */
export interface Config {
  readonly daemonAddress: DaemonAddress;
  /** What goes to `translate`: one object for the exporter's lifetime, as `translate` prepares each object once. */
  readonly translate: TranslateOptions;
  readonly sender: Sender | undefined;
  readonly nesting: boolean;
  readonly warnings: readonly ConfigWarning[];
}

/**
 * Options win over environment, environment over defaults. Pure: the caller passes `process.env`, and says the warnings.
 *
 * A wrong value in the environment becomes a warning and the default, since no setting may stop a function from starting.
 *
 * @throws TypeError for a wrong option, which is a mistake in code: what was expected, and what was found.
 */
export function resolveConfig(
  options: XRaySpanExporterOptions,
  env: Readonly<Record<string, string | undefined>>,
): Config {
  if (typeof options !== 'object' || options === null) throw new TypeError('options: expected an object');
  const { sender, daemonAddress, nesting = true, ...translate } = options;
  if (sender !== undefined) checkSender(sender, 'sender');
  if (typeof nesting !== 'boolean') throw new TypeError('nesting: expected a boolean');
  checkTranslateOptions(translate);
  const address = daemonAddress === undefined ? fromEnvironment(env, sender) : fromOption(daemonAddress, sender);
  return Object.freeze({ ...address, translate: Object.freeze(translate), sender, nesting });
}

/** Whether the environment is that of a Lambda function. */
export function isLambda(env: Readonly<Record<string, string | undefined>>): boolean {
  return env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined;
}

/** Says which settings were ignored, each once. */
export function tellWarnings(warnings: readonly ConfigWarning[], log: CauseLogger): void {
  for (const { name, value, used } of warnings) log.warn(name, `${name}=${value} is ignored; using ${used}`);
}

type ResolvedAddress = Pick<Config, 'daemonAddress' | 'warnings'>;

function fromOption(value: string, sender: Sender | undefined): ResolvedAddress {
  const daemonAddress = typeof value === 'string' ? parseDaemonAddress(value) : undefined;
  if (daemonAddress === undefined) {
    const expected = "'host:port' or 'udp:host:port tcp:host:port'";
    throw new TypeError(`daemonAddress: expected ${expected}, found ${JSON.stringify(value)}`);
  }
  const used = 'the address of the given sender';
  return { daemonAddress, warnings: sender === undefined ? [] : [{ name: 'daemonAddress', value, used }] };
}

function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  sender: Sender | undefined,
): ResolvedAddress {
  const value = env[DAEMON_ADDRESS_VARIABLE];
  // A sender of the app's own has an address of its own: what the variable says is not our business then.
  if (value === undefined || sender !== undefined) return { daemonAddress: DEFAULT_DAEMON_ADDRESS, warnings: [] };
  const daemonAddress = parseDaemonAddress(value);
  if (daemonAddress !== undefined) return { daemonAddress, warnings: [] };
  const used = formatDaemonAddress(DEFAULT_DAEMON_ADDRESS);
  return { daemonAddress: DEFAULT_DAEMON_ADDRESS, warnings: [{ name: DAEMON_ADDRESS_VARIABLE, value, used }] };
}

/**
 * Checks what the types cannot where the caller is JavaScript.
 *
 * @throws TypeError that says which member is missing.
 */
export function checkSender(sender: Sender, name: string): void {
  for (const member of ['send', 'forceFlush', 'shutdown'] as const) {
    if (typeof sender?.[member] !== 'function') {
      throw new TypeError(`${name}: expected an object with send, forceFlush and shutdown, found no ${member}`);
    }
  }
}
