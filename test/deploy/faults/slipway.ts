import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { exitCodeOf } from "../../../src/cli/deploy/outcome.ts";
import { type KubeObject, keyOf, refOf } from "../../../src/client/object.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import type { ControlPlane } from "../../control-plane/control-plane.ts";
import type { Ended } from "../../control-plane/process.ts";
import { type BedOptions, deployTo, said } from "../deploy/bed.ts";
import type { Command, Inside, Trial } from "./kill.ts";
import { settled } from "./settled.ts";
import { pathsIn, type Version, writeSmall } from "./small.ts";
import type { StateOptions } from "./state.ts";

export interface Small {
  /** Where the platforms of all namespaces lie. */
  readonly folder: string;
  readonly namespace: string;
  readonly version: Version;
}

/** The small platform as a release of its namespace; its Job is a migration. */
export function desiredOfSmall({ folder, namespace, version }: Small): Desired {
  const paths = pathsIn(writeSmall(folder, namespace, version));
  const objects = paths.flatMap((path) => loadAll(readFileSync(path, "utf8")) as KubeObject[]);
  const migrations = objects.filter(({ kind }) => kind === "Job").map((job) => keyOf(refOf(job)));
  const wanted = objects.map((object) => ({
    ...plainWanted(object),
    isMigration: object.kind === "Job",
    after: object.kind === "Deployment" ? migrations : [],
  }));
  return { release: { name: "small", namespace }, wanted, images: {} };
}

/** Deploys as the command does: its exit code, and what it says. */
export async function deployed(
  kubeconfig: string,
  desired: Desired,
  options: BedOptions = {},
): Promise<Ended> {
  try {
    const ran = await deployTo(kubeconfig, desired, { timeout: 120_000, ...options });
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
    const isOfRun = /^slipway-.+-(r\d+(-\d+)?|key)$/.test(name);
    return isOfRun ? undefined : object;
  },
  tidy: (text) =>
    text
      .replaceAll(/\b[bcdfghjklmnpqrstvwxz2456789]{5,10}\b/g, "HASH")
      .replaceAll(/\bapplyset-[-\w]{43}-v1\b/g, "APPLYSET")
      .replaceAll(/\bslipway-([-\w]+)-s-[0-9a-z]{20}\b/g, "slipway-$1-s-DIGEST")
      .replaceAll(/("slipway\.dev\/secret-digest":)"[^"]*"/g, '$1"DIGEST"'),
};

/** A platform that is deployed to many namespaces. */
export interface Platform {
  readonly plane: ControlPlane;
  /** Of the namespaces. */
  readonly prefix: string;
  readonly desired: (namespace: string) => Desired;
  /** What is there when the trial begins. Default: nothing. */
  readonly before?: (namespace: string) => Desired;
  /** Milliseconds until it stands still after a deploy. */
  readonly patience?: number;
  /** Milliseconds of the lock of a deploy that is to be killed. Default 2 seconds. */
  readonly lease?: number;
}

export interface TrialOptions {
  readonly plane: ControlPlane;
  readonly folder: string;
  readonly prefix: string;
  /** `second`: the first is there when the trial begins. */
  readonly version: Version;
}

function trialOf<C extends Command | Inside>(
  { plane, prefix, before, patience }: Platform,
  command: (namespace: string) => C,
): Trial<C> {
  const prepare = async (namespace: string) => {
    if (!before) return;
    const { code, stderr } = await deployed(plane.kubeconfig, before(namespace));
    if (code !== 0) throw new Error(stderr);
  };
  const settle = (namespace: string) => settled(plane, namespace, patience);
  return { plane, prefix, command, prepare, settle, ...STATE };
}

/** Milliseconds of the lock of a deploy that is to be killed, and of the one after it: the default. */
const LEASES = [2_000, 60_000] as const;

function smallIn({ plane, folder, prefix, version }: TrialOptions): Platform {
  const of = (version: Version) => (namespace: string) =>
    desiredOfSmall({ folder, namespace, version });
  return {
    plane,
    prefix,
    desired: of(version),
    ...(version === "second" && { before: of("first") }),
  };
}

/** Deploys the small platform in processes of their own. */
export function trialOfSlipway(options: TrialOptions): Trial {
  const script = join(import.meta.dirname, "deploy-small.ts");
  const { folder, version } = options;
  const lasting = (lease: number) => (namespace: string) => ({
    program: process.execPath,
    args: [script, folder, namespace, version, String(lease)],
  });
  return { ...trialOf(smallIn(options), lasting(LEASES[0])), again: lasting(LEASES[1]) };
}

/** Deploys in this process. */
export function trialOfPlatform(platform: Platform): Trial<Inside> {
  const lasting = (duration: number) => (namespace: string) => ({
    run: (kubeconfig: string) =>
      deployed(kubeconfig, platform.desired(namespace), { lease: { duration } }),
  });
  return { ...trialOf(platform, lasting(platform.lease ?? LEASES[0])), again: lasting(LEASES[1]) };
}

/** Deploys the small platform in this process. */
export function trialInside(options: TrialOptions): Trial<Inside> {
  return trialOfPlatform(smallIn(options));
}

/** The same, not to be killed. */
export function trialUnkilled(options: TrialOptions): Trial<Inside> {
  const trial = trialInside(options);
  return { ...trial, command: trial.again ?? trial.command };
}
