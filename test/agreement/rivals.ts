import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import {
  installValidators,
  KUBECONFORM_VERSION,
  KUBECTL_VALIDATE_VERSION,
} from "../../bench/rivals/install.ts";
import type { ControlPlane } from "../control-plane/control-plane.ts";
import { waitUntil } from "../control-plane/wait.ts";
import type { Answered } from "./recording.ts";
import { type SchemaFolders, schemaFile, writeSchemas } from "./schemas.ts";
import { prepare } from "./server.ts";

/** How far another validator agrees with the server on the same cases. */
export interface Rival {
  readonly name: string;
  /** The part of the cases with the server's verdict. */
  readonly verdict: number;
  /** Of what the server refuses, the part that it refuses. */
  readonly refused: number;
  /** Of what the server accepts, the part that it accepts. */
  readonly accepted: number;
}

/** The files that a program refuses; undefined where it fell. */
type Refusals = (files: readonly string[]) => readonly string[] | undefined;

/** Asks kubeconform and kubectl-validate, which get the schemas of the server itself. */
export async function rivals(
  plane: ControlPlane,
  answers: readonly Answered[],
  tell: (line: string) => void,
): Promise<Rival[]> {
  const programs = installValidators(tell);
  const folder = mkdtempSync(join(tmpdir(), "slipway-rivals-"));
  try {
    const { openApi, strict } = await schemasOfAll(plane, folder, answers);
    mkdirSync(join(folder, "cases"));
    const files = answers.map(({ given }, index) => {
      const file = join(folder, "cases", `${index}.json`);
      writeFileSync(file, JSON.stringify(given.object));
      return file;
    });
    const location = `${strict}/{{.Group}}/{{.ResourceKind}}-{{.ResourceAPIVersion}}.json`;
    const conform = [programs.kubeconform, "-strict", "-schema-location", location];
    const validate = [programs.kubectlValidate, "--local-schemas", openApi];
    return [
      compared(`kubeconform ${KUBECONFORM_VERSION} -strict`, answers, files, (some) =>
        ofKubeconform(run([...conform, "-output", "json", ...some])),
      ),
      compared(`kubectl-validate ${KUBECTL_VALIDATE_VERSION}`, answers, files, (some) =>
        ofKubectlValidate(run([...validate, "-o", "json", ...some])),
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A server that has just started describes its custom kinds one after the other. */
async function schemasOfAll(
  plane: ControlPlane,
  folder: string,
  answers: readonly Answered[],
): Promise<SchemaFolders> {
  await prepare(plane);
  let written: SchemaFolders | undefined;
  await waitUntil("the server to describe every kind", async () => {
    written = await writeSchemas(plane, folder);
    const { strict } = written;
    const missing = answers
      .map(({ given }) => schemaFile(String(given.object.apiVersion), String(given.object.kind)))
      .find((file) => !existsSync(join(strict, file)));
    return missing && `there is no ${missing}`;
  });
  return written as SchemaFolders;
}

function compared(
  name: string,
  answers: readonly Answered[],
  files: readonly string[],
  ask: Refusals,
): Rival {
  const refusals = new Set(inParts(files, ask).map((file) => basename(file)));
  const each = answers.map(({ said }, index) => ({
    theirs: said.status >= 300,
    own: refusals.has(`${index}.json`),
  }));
  const part = (some: typeof each) =>
    some.length === 0 ? 1 : some.filter(({ theirs, own }) => theirs === own).length / some.length;
  return {
    name,
    verdict: part(each),
    refused: part(each.filter(({ theirs }) => theirs)),
    accepted: part(each.filter(({ theirs }) => !theirs)),
  };
}

/** A program that falls over one file is asked about the others again; a fall counts as a refusal. */
function inParts(files: readonly string[], ask: Refusals, size = 200): readonly string[] {
  const parts = Array.from({ length: Math.ceil(files.length / size) }, (_, index) =>
    files.slice(index * size, (index + 1) * size),
  );
  return parts.flatMap((part) => {
    const refused = ask(part);
    if (refused) return refused;
    return part.length === 1 ? part : inParts(part, ask, Math.ceil(part.length / 8));
  });
}

function run([program, ...args]: readonly string[]): unknown {
  const { stdout } = spawnSync(program as string, args, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { PATH: process.env.PATH, HOME: tmpdir(), KUBECONFIG: join(tmpdir(), "no-kubeconfig") },
  });
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

function ofKubeconform(output: unknown): readonly string[] | undefined {
  const { resources } = (output ?? {}) as { resources?: { filename: string; status: string }[] };
  return resources
    ?.filter(({ status }) => status === "statusInvalid" || status === "statusError")
    .map(({ filename }) => filename);
}

function ofKubectlValidate(output: unknown): readonly string[] | undefined {
  if (!output) return undefined;
  const results = Object.entries(output as Record<string, { status?: string }[]>);
  return results
    .filter(([, all]) => all.some(({ status }) => status !== "Success"))
    .map(([file]) => file);
}
