import { type ChildProcess, spawn } from "node:child_process";
import type { ControlPlane } from "../../control-plane/control-plane.ts";
import type { Ended } from "../../control-plane/process.ts";
import { type FaultyProxy, faultyProxy, type Hook, type Logged } from "./proxy.ts";
import { differences, type State, type StateOptions, stateOf } from "./state.ts";

/** When a command is killed: before the server hears of the nth call, or when it has done it and the client has not heard. */
export type When = "before" | "after";

/** A program to run for a namespace of its own, against the kubeconfig in `KUBECONFIG`. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The same inside of this process, where it need not be killed. */
export interface Inside {
  readonly run: (kubeconfig: string) => Promise<Ended>;
}

/** What is tried at every point. */
export interface Trial<C extends Command | Inside = Command> extends StateOptions {
  readonly plane: ControlPlane;
  /** Namespaces are this and a number; each point has one. */
  readonly prefix: string;
  /** Makes what the command for a namespace needs; the command makes the namespace. */
  readonly command: (namespace: string) => C;
  /** The run after the one that was killed. Default: the same. */
  readonly again?: (namespace: string) => C;
  /** Done before the command, without a fault. */
  readonly prepare?: (namespace: string) => Promise<void>;
  /** Waits until the cluster has done what follows from the command. */
  readonly settle?: (namespace: string) => Promise<void>;
  /** Every how manieth call. Default 1. */
  readonly every?: number;
  /** The first and the last call. Default all. */
  readonly from?: number;
  readonly to?: number;
}

/** What came of a kill and a second run. */
export interface Point {
  readonly n: number;
  readonly when: When;
  /** The call at which it was killed; undefined where the command ended before. */
  readonly call: string | undefined;
  /** How the second run ended. */
  readonly again: Ended;
  /** From the state after one undisturbed run; empty: it survived. */
  readonly differences: readonly string[];
}

export interface Reference {
  readonly state: State;
  readonly calls: readonly Logged[];
  readonly ended: Ended;
}

/** One undisturbed run. */
export async function reference(trial: Trial<Command | Inside>): Promise<Reference> {
  const namespace = `${trial.prefix}-000`;
  const command = (trial.again ?? trial.command)(namespace);
  await trial.prepare?.(namespace);
  await using proxy = await faultyProxy(trial.plane.kubeconfig);
  const how = await run(command, proxy);
  await trial.settle?.(namespace);
  const state = await stateOf(trial.plane, namespace, trial);
  await remove(trial.plane, namespace);
  return { state, calls: proxy.log, ended: how };
}

/** Kills the command at one call after the other, runs it again, and compares with an undisturbed run. */
export async function* kills(trial: Trial, expected: Reference): AsyncGenerator<Point> {
  const { every = 1, from = 1, to = expected.calls.length } = trial;
  for (let n = from; n <= to; n += every) {
    for (const when of ["before", "after"] as const) yield await killedAt(trial, expected, n, when);
  }
}

/**
 * Kills the command at its nth call, runs it again, and compares with an undisturbed run.
 *
 * @param time which time this is tried, from 1 up
 */
export async function killedAt(
  trial: Trial<Command | Inside>,
  expected: Reference,
  n: number,
  when: When,
  time = 1,
): Promise<Point> {
  const { plane, settle, prefix } = trial;
  const namespace = `${prefix}-${String(n).padStart(3, "0")}${when[0]}${"x".repeat(time - 1)}`;
  await trial.prepare?.(namespace);
  const proxy = await faultyProxy(plane.kubeconfig);
  let call: string | undefined;
  const first = start(trial.command(namespace), proxy);
  proxy.hook = (at, { method, path }) => {
    // What runs inside of this process is dead to the server from then on.
    if (call !== undefined) return { kind: "drop", when: "before" };
    if (at !== n) return undefined;
    call = `${method} ${path}`;
    return { kind: "drop", when, first: first.kill };
  };
  await first.ended;
  void first.over.then(() => proxy[Symbol.asyncDispose]());
  await using straight = await faultyProxy(plane.kubeconfig);
  const again = await start((trial.again ?? trial.command)(namespace), straight).ended;
  // What does not settle differs.
  if (again.code === 0) await settle?.(namespace).catch(() => {});
  const found = await stateOf(plane, namespace, trial);
  await remove(plane, namespace);
  return { n, when, call, again, differences: differences(expected.state, found) };
}

/** What came of a run through faults. */
export interface Disturbed {
  readonly ended: Ended;
  /** What was done to which calls. */
  readonly met: readonly Logged[];
  /** From the state after one undisturbed run: of this run, and after one undisturbed run more where it needs one. */
  readonly differences: readonly string[];
  readonly mended: readonly string[];
}

/**
 * Runs the command in a namespace of its own through faults; where it does not end well, once more without.
 *
 * @param name of this run, unique: the end of the namespace
 */
export async function disturbed(
  trial: Trial<Command | Inside>,
  expected: Reference,
  name: string,
  hook: Hook,
): Promise<Disturbed> {
  const { plane, settle } = trial;
  const namespace = `${trial.prefix}-${name}`;
  const command = trial.command(namespace);
  await trial.prepare?.(namespace);
  await using proxy = await faultyProxy(plane.kubeconfig, hook);
  const ended = await run(command, proxy);
  const compared = async () => differences(expected.state, await stateOf(plane, namespace, trial));
  if (ended.code === 0) await settle?.(namespace).catch(() => {});
  const found = await compared();
  const met = proxy.log.filter(({ outcome }) => !/^\d+(, left)?$/.test(outcome));
  let mended = found;
  if (ended.code !== 0 || found.length > 0) {
    proxy.hook = undefined;
    const { code } = await run(command, proxy);
    if (code === 0) await settle?.(namespace).catch(() => {});
    mended = await compared();
  }
  await remove(plane, namespace);
  return { ended, met, differences: found, mended };
}

function run(command: Command | Inside, proxy: FaultyProxy): Promise<Ended> {
  return start(command, proxy).ended;
}

interface Started {
  /** How it ended, or that it was killed. */
  readonly ended: Promise<Ended>;
  /** Nothing of it is left. */
  readonly over: Promise<unknown>;
  /** Ends the program and all that it started, at once, and waits until it is gone. */
  readonly kill: () => Promise<void>;
}

/** Starts a command whose way to the server leads through a proxy. */
function start(command: Command | Inside, proxy: FaultyProxy): Started {
  return "run" in command ? startInside(command, proxy) : startProgram(command, proxy);
}

/** What is killed here goes on by itself until it gives up: its proxy must let nothing through. */
function startInside(command: Inside, proxy: FaultyProxy): Started {
  const over = command.run(proxy.kubeconfig);
  const killed = Promise.withResolvers<Ended>();
  return {
    ended: Promise.race([over, killed.promise]),
    over,
    async kill() {
      killed.resolve({ code: 137, stdout: "", stderr: "" });
    },
  };
}

function startProgram({ program, args, env }: Command, proxy: FaultyProxy): Started {
  const child = spawn(program, args, {
    env: { ...process.env, ...env, KUBECONFIG: proxy.kubeconfig },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a group of its own
  });
  const ended = outputOf(child);
  return {
    ended,
    over: ended,
    async kill() {
      if (child.exitCode !== null || child.pid === undefined) return;
      process.kill(-child.pid, "SIGKILL");
      await ended;
    },
  };
}

function outputOf(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 137, stdout, stderr }));
  });
}

/** Asks for the end of a namespace and of what outside of it bears its name, and does not wait for it. */
async function remove(plane: ControlPlane, namespace: string): Promise<void> {
  await plane.request("DELETE", `/api/v1/namespaces/${namespace}`);
  const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const { body } = await plane.request("GET", definitions);
  for (const { metadata } of (body as { items?: { metadata: { name: string } }[] }).items ?? []) {
    if (metadata.name.includes(`${namespace}.`)) {
      await plane.request("DELETE", `${definitions}/${metadata.name}`);
    }
  }
}
