import type { PortFact } from "../../../program-entry.ts";
import { once, type World } from "../../world.ts";
import { configured, configuredValues } from "./configuration.ts";
import { flagValues, hasFlag, type Setting } from "./flags.ts";
import { nginxSockets } from "./nginx-sockets.ts";
import type { Running } from "./running.ts";

/** A TCP port that a program listens on. */
export interface Socket {
  readonly port: number;
  /** Only what runs in the same pod gets there. */
  readonly isLocal: boolean;
  /** What says so: `--port`, `its default`. */
  readonly by: string;
}

/** What a container listens on, as far as the catalogue and its configuration tell. */
export interface Listening {
  readonly sockets: readonly Socket[];
  /** It may listen on these besides. */
  readonly perhaps: readonly number[] | "any";
}

const cache = once(
  (_: World) => new WeakMap<Running, { readonly listening: Listening | undefined }>(),
);

/** Undefined where nobody knows. */
export function listening(world: World, each: Running): Listening | undefined {
  const known = cache(world);
  const found = known.get(each);
  if (found) return found.listening;
  const listening = listeningOf(each);
  known.set(each, { listening });
  return listening;
}

function listeningOf(each: Running): Listening | undefined {
  const { program, line } = each;
  if (!program || !line) return undefined;
  // Servers that are bound to a file, or to what was opened for them, have no port.
  if (["--uds", "--fd", "--unix-socket"].some((flag) => hasFlag(line, flag))) return undefined;
  const facts = program.ports;
  if (!facts) return undefined;
  const perhaps = program.mayListen ?? [];
  if (program.configuration?.format === "nginx") {
    const sockets = nginxSockets(each, facts[0]?.port ?? 80);
    return sockets && { sockets, perhaps };
  }
  const sockets: Socket[] = [];
  for (const fact of facts) {
    const found = socketsOf(each, fact);
    if (!found) return undefined;
    sockets.push(...found);
  }
  return { sockets, perhaps };
}

interface Found {
  readonly setting: Setting;
  readonly by: string;
}

/** Everything that sets something: arguments before variables before files; the last of a kind counts. */
function settings(
  running: Running,
  { args = [], env: names = [], key }: Pick<PortFact, "args" | "env" | "key">,
): readonly Found[] | "open" {
  const { line, env } = running;
  const fromArgs = args.flatMap((flag) =>
    (line ? flagValues(line, flag) : []).map((setting) => ({ setting, by: flag })),
  );
  if (fromArgs.length > 0) return fromArgs;
  for (const name of names) {
    const setting = env.variables.get(name);
    if (setting) return [{ setting, by: name }];
  }
  if (names.length > 0 && env.isOpen) return "open";
  if (key === undefined) return [];
  const { files, isOpen } = configured(running);
  const values = configuredValues(running, key);
  const last = values.at(-1);
  if (last) {
    const file = files.at(-1)?.path ?? "its configuration";
    return [{ setting: { value: last.value }, by: `${key} in ${file}` }];
  }
  return isOpen ? "open" : [];
}

function socketsOf(each: Running, fact: PortFact): Socket[] | undefined {
  const found = settings(each, fact);
  if (found === "open") return undefined;
  if (found.length === 0) {
    if (fact.port === 0) return fact.args && !fact.key ? undefined : [];
    const isLocal = isLocalHost(each, fact);
    if (isLocal === undefined) return undefined;
    return [{ port: fact.port, ...isLocal }];
  }
  const sockets: Socket[] = [];
  for (const { setting, by } of found) {
    if (setting === "open") return undefined;
    const address = addressOf(setting.value);
    if (!address) return undefined;
    if (address.port === 0) continue;
    const host = address.host === undefined ? isLocalHost(each, fact) : undefined;
    if (address.host === undefined && host === undefined) return undefined;
    const isLocal =
      address.host === undefined ? (host?.isLocal ?? false) : isLoopback(address.host);
    sockets.push({ port: address.port, isLocal, by: host?.isLocal ? host.by : by });
  }
  return sockets;
}

/** Whether a program is bound to the pod's own loopback; undefined where nobody knows. */
function isLocalHost(
  each: Running,
  { host }: PortFact,
): { readonly isLocal: boolean; readonly by: string } | undefined {
  const byDefault = "its default";
  if (!host) return { isLocal: false, by: byDefault };
  const found = settings(each, host);
  if (found === "open") return undefined;
  const last = found.at(-1);
  if (!last) {
    const { isNamed, files } = configured(each);
    const address = isNamed && files.length > 0 ? (host.inFile ?? host.default) : host.default;
    const isLocal = address !== undefined && isLoopback(address);
    return { isLocal, by: byDefault };
  }
  if (last.setting === "open") return undefined;
  const hosts = last.setting.value.split(/[\s,]+/).filter((name) => name !== "");
  if (hosts.some((name) => /[${]/.test(name))) return undefined;
  return { isLocal: hosts.length > 0 && hosts.every(isLoopback), by: last.by };
}

/** `9090`, `:9090`, `0.0.0.0:9090`, `[::]:9090`, `tcp://…`; a file's name has no port. */
export function addressOf(
  text: string,
): { readonly host: string | undefined; readonly port: number } | undefined {
  const bare = text.replace(/^tcp:\/\//, "");
  if (/^\d+$/.test(bare)) return { host: undefined, port: Number(bare) };
  const found = /^(\[[0-9a-fA-F:]*\]|[\w.*-]*):(\d+)$/.exec(bare);
  if (!found) return undefined;
  return { host: (found[1] as string).replace(/^\[|\]$/g, ""), port: Number(found[2]) };
}

export function isLoopback(host: string): boolean {
  // Redis writes `-` before an address that need not be there.
  const bare = host.replace(/^-/, "").toLowerCase();
  return bare === "localhost" || bare === "::1" || /^127\.\d+\.\d+\.\d+$/.test(bare);
}
