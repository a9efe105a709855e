import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { KUBERNETES, OPERATORS } from "../../scripts/generate-kubernetes/sources.ts";
import { outputOf } from "../process.ts";
import { writeSchemas } from "./schemas.ts";

/** The kustomize that is measured; the versions of the others stand in cdk8s/package.json. */
export const KUSTOMIZE_VERSION = "v5.8.2";

/** The validators that verdicts are compared with. */
export const KUBECONFORM_VERSION = "v0.8.0";
export const KUBECTL_VALIDATE_VERSION = "v0.0.4";

/** What gives advice on the same manifests. */
export const KUBE_SCORE_VERSION = "v1.20.0";

/** Programs. */
export interface Validators {
  readonly kubeconform: string;
  readonly kubectlValidate: string;
}

export interface Rivals {
  /** A folder with a `node_modules` that holds cdk8s, cdk8s-plus and constructs. */
  readonly cdk8s: string;
  /** The program. */
  readonly kustomize: string;
  readonly kubeconform: string;
  /** JSON schemas for kubeconform, of every kind that Slipway knows. */
  readonly schemas: string;
  readonly versions: readonly string[];
}

/**
 * Installs the rivals where they are missing: from npm and, built once, from their Go module. They are
 * kept outside the tree, in the user's cache, so that a fresh clone finds them again.
 *
 * @param tell hears what takes long
 * @throws Error that says what to install when npm or Go is missing
 */
export async function installRivals(tell: (line: string) => void): Promise<Rivals> {
  const cache = cacheFolder();
  const packages = join(import.meta.dirname, "cdk8s", "package.json");
  const pins = readFileSync(packages, "utf8");
  const key = createHash("sha256").update(pins).digest("hex").slice(0, 16);
  const cdk8s = made(join(cache, `cdk8s-${key}`), (folder) => {
    tell("installing cdk8s from npm …");
    copyFileSync(packages, join(folder, "package.json"));
    const argv = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"] as const;
    outputOf({ name: "npm", argv, cwd: folder });
  });
  const kustomize = installGoProgram("sigs.k8s.io/kustomize/kustomize/v5", KUSTOMIZE_VERSION, tell);
  const pinned = Object.entries<string>(JSON.parse(pins).dependencies);
  const versions = pinned.map(([name, version]) => `${name} ${version}`);
  return {
    cdk8s,
    kustomize,
    kubeconform: installKubeconform(tell),
    schemas: await installSchemas(tell),
    versions: [...versions, `kustomize ${KUSTOMIZE_VERSION}`, `kubeconform ${KUBECONFORM_VERSION}`],
  };
}

/**
 * Validators of manifests, each built once from its Go module.
 *
 * @throws Error that says what to install when Go is missing
 */
export function installValidators(tell: (line: string) => void): Validators {
  return {
    kubeconform: installKubeconform(tell),
    kubectlValidate: installGoProgram(
      "sigs.k8s.io/kubectl-validate",
      KUBECTL_VALIDATE_VERSION,
      tell,
    ),
  };
}

/** @returns the program, built once from its Go module */
export function installKubeScore(tell: (line: string) => void): string {
  return installGoProgram("github.com/zegl/kube-score/cmd/kube-score", KUBE_SCORE_VERSION, tell);
}

function installKubeconform(tell: (line: string) => void): string {
  const name = "github.com/yannh/kubeconform/cmd/kubeconform";
  return installGoProgram(name, KUBECONFORM_VERSION, tell);
}

/** The schemas of every kind that Slipway knows, from the Go modules that it knows them from. */
export async function installSchemas(tell: (line: string) => void): Promise<string> {
  const made = readFileSync(join(import.meta.dirname, "schemas.ts"), "utf8");
  const of = JSON.stringify([made, [...KUBERNETES], OPERATORS]);
  const key = createHash("sha256").update(of).digest("hex").slice(0, 16);
  const folder = join(cacheFolder(), `schemas-${key}`);
  if (existsSync(folder)) return folder;
  tell("writing JSON schemas for kubeconform …");
  const scratch = mkdtempSync(join(cacheFolder(), "unfinished-"));
  try {
    await writeSchemas(scratch);
    renameSync(scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return folder;
}

/** @returns the program */
function installGoProgram(name: string, version: string, tell: (line: string) => void): string {
  const program = basename(name.replace(/\/v\d+$/, ""));
  const folder = made(join(cacheFolder(), `${program}-${version}`), (at) => {
    tell(`building ${program} ${version} from its Go module, a minute or two …`);
    const argv = ["go", "install", `${name}@${version}`] as const;
    outputOf({ name: "go (from https://go.dev/dl)", argv, cwd: at, env: { GOBIN: at } });
  });
  return join(folder, program);
}

function cacheFolder(): string {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway", "rivals");
  mkdirSync(cache, { recursive: true });
  return cache;
}

/** A folder that is either whole or not there. */
function made(folder: string, fill: (folder: string) => void): string {
  if (existsSync(folder)) return folder;
  const scratch = mkdtempSync(join(dirname(folder), "unfinished-"));
  try {
    fill(scratch);
    renameSync(scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return folder;
}
