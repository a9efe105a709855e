import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { exitCodeOf } from "../../../src/cli/deploy/outcome.ts";
import { type KubeObject, keyOf, refOf } from "../../../src/client/object.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import type { ControlPlane } from "../../control-plane/control-plane.ts";
import type { Ended } from "../../control-plane/process.ts";
import { type BedOptions, deployTo, said } from "../deploy/bed.ts";
import type { Command, Inside, Trial } from "./kill.ts";
import { settled } from "./kubectl.ts";
import { writeSmall } from "./small.ts";
import type { StateOptions } from "./state.ts";

/**
 * `first`: the small platform as its files say. `second`: another image and configuration, another
 * migration, and neither its Role nor its CronJob any more.
 */
export type Version = "first" | "second";

export interface Small {
  /** Where the platforms of all namespaces lie. */
  readonly folder: string;
  readonly namespace: string;
  readonly version: Version;
}

/** The small platform as a release of its namespace; its Job is a migration. */
export function desiredOfSmall({ folder, namespace, version }: Small): Desired {
  const target = writeSmall(folder, namespace);
  const files = readdirSync(target).sort();
  const objects = files.flatMap((name) => {
    const text = readFileSync(join(target, name), "utf8");
    const changed = version === "first" ? text : secondOf(text);
    return loadAll(changed) as KubeObject[];
  });
  const kept = objects.filter(
    ({ kind }) => version === "first" || !["Role", "CronJob"].includes(kind),
  );
  const migrations = kept.filter(({ kind }) => kind === "Job").map((job) => keyOf(refOf(job)));
  const wanted = kept.map((object) => ({
    ...plainWanted(object),
    isMigration: object.kind === "Job",
    after: object.kind === "Deployment" ? migrations : [],
  }));
  return { release: { name: "small", namespace }, wanted, images: {} };
}

function secondOf(text: string): string {
  return text
    .replaceAll("registry.example.com/web:1.0", "registry.example.com/web:2.0")
    .replaceAll("migrate-1c7b0a", "migrate-2d8c1b")
    .replaceAll("level: info", "level: debug");
}

/** Deploys it. */
export async function deploySmall(
  kubeconfig: string,
  small: Small,
  options: BedOptions = {},
): Promise<Ended> {
  try {
    const ran = await deployTo(kubeconfig, desiredOfSmall(small), {
      timeout: 120_000,
      ...options,
    });
    return { code: exitCodeOf(ran.ended), stdout: "", stderr: `${said(ran)}\n` };
  } catch (problem) {
    return { code: 1, stdout: "", stderr: `${(problem as Error).message}\n` };
  }
}

/**
 * Records say when; digests of secrets are made with a random key, and hashes of pod templates hold them;
 * the id of the set holds the namespace.
 */
const STATE: StateOptions = {
  change: (object) => {
    const { name = "" } = (object.metadata ?? {}) as { readonly name?: string };
    const isOfRun = /^slipway-small-(r\d+(-\d+)?|key)$/.test(name);
    return isOfRun ? undefined : object;
  },
  tidy: (text) =>
    text
      .replaceAll(/\b[bcdfghjklmnpqrstvwxz2456789]{5,10}\b/g, "HASH")
      .replaceAll(/\bapplyset-[-\w]{43}-v1\b/g, "APPLYSET")
      .replaceAll(/slipway-small-s-[0-9a-z]+/g, "slipway-small-s-DIGEST")
      .replaceAll(/("slipway\.dev\/secret-digest":)"[^"]*"/g, '$1"DIGEST"'),
};

export interface TrialOptions {
  readonly plane: ControlPlane;
  readonly folder: string;
  readonly prefix: string;
  /** `second`: the first is there when the trial begins. */
  readonly version: Version;
}

function trialOf<C extends Command | Inside>(
  { plane, folder, prefix, version }: TrialOptions,
  command: (namespace: string) => C,
): Trial<C> {
  const prepare = async (namespace: string) => {
    if (version === "first") return;
    const { code, stderr } = await deploySmall(plane.kubeconfig, {
      folder,
      namespace,
      version: "first",
    });
    if (code !== 0) throw new Error(stderr);
  };
  return {
    plane,
    prefix,
    command,
    prepare,
    settle: (namespace) => settled(plane, namespace),
    ...STATE,
  };
}

/** Milliseconds of the lock of a deploy that is to be killed, and of the one after it, on a busy machine too. */
const LEASES = [2_000, 30_000] as const;

/** Deploys in processes of their own. */
export function trialOfSlipway(options: TrialOptions): Trial {
  const script = join(import.meta.dirname, "deploy-small.ts");
  const { folder, version } = options;
  const lasting = (lease: number) => (namespace: string) => ({
    program: process.execPath,
    args: [script, folder, namespace, version, String(lease)],
  });
  return { ...trialOf(options, lasting(LEASES[0])), again: lasting(LEASES[1]) };
}

/** Deploys in this process. */
export function trialInside(options: TrialOptions): Trial<Inside> {
  const { folder, version } = options;
  const lasting = (duration: number) => (namespace: string) => ({
    run: (kubeconfig: string) =>
      deploySmall(kubeconfig, { folder, namespace, version }, { lease: { duration } }),
  });
  return { ...trialOf(options, lasting(LEASES[0])), again: lasting(LEASES[1]) };
}

/** The same, not to be killed. */
export function trialUnkilled(options: TrialOptions): Trial<Inside> {
  const trial = trialInside(options);
  return { ...trial, command: trial.again ?? trial.command };
}
