import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { isFields } from "../../kubernetes/fields.ts";
import { documentsOf } from "../../manifests/read/stream.ts";
import { decodeText } from "../../manifests/read/text.ts";
import { fail, type Problem, ProblemError } from "../../problem.ts";
import { Part } from "./fields.ts";

/** What several files come to: of every name the first, and the first current context. */
export interface Kubeconfig {
  /** That were there, in their order. */
  readonly files: readonly string[];
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, Part>;
  readonly clusters: ReadonlyMap<string, Part>;
  readonly users: ReadonlyMap<string, Part>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The files that would be read, existing or not: those of `KUBECONFIG`, else `~/.kube/config`. */
export function kubeconfigFiles(environment: Environment): string[] {
  const given = environment.KUBECONFIG ?? "";
  if (given !== "") return [...new Set(given.split(delimiter))].filter((file) => file !== "");
  return [join(environment.HOME || homedir(), ".kube", "config")];
}

/**
 * Reads files as kubectl does; those that are missing are passed over.
 *
 * @throws ProblemError with what is wrong with each file
 * @see k8s.io/client-go/tools/clientcmd/loader.go, ClientConfigLoadingRules.Load
 */
export function readKubeconfig(files: readonly string[]): Kubeconfig {
  const problems: Problem[] = [];
  const parts = files.flatMap((file) => {
    try {
      return readFile(file) ?? [];
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ProblemError(problems);
  const all = (section: "contexts" | "clusters" | "users") =>
    // Maps keep the last of two; the first file is the one that counts.
    new Map(parts.toReversed().flatMap((each) => [...each[section]]));
  return {
    files: parts.map(({ file }) => file),
    currentContext: parts.find(({ current }) => current !== undefined)?.current,
    contexts: all("contexts"),
    clusters: all("clusters"),
    users: all("users"),
  };
}

function readFile(file: string) {
  const text = textOf(file);
  if (text === undefined) return undefined;
  // Only the first document counts; a file of nothing is an empty kubeconfig.
  const [document] = documentsOf(file, text);
  const wrong = document?.problems.find(({ about }) => !HARMLESS.includes(about));
  if (wrong) fail({ ...wrong, isSecret: true });
  const value = document?.value ?? {};
  const where = { file, line: 1, column: 1 };
  if (!isFields(value))
    fail({ message: "this is no kubeconfig", where, instead: "apiVersion: v1, kind: Config" });
  const top = new Part(file, value, (steps) => document?.locate(steps) ?? where);
  const kind = top.text("kind") ?? "Config";
  const version = top.text("apiVersion") ?? "v1";
  if (kind !== "Config" || version !== "v1")
    top.fail("kind", {
      message: `this is a ${kind} of ${version}, and no kubeconfig`,
      instead: "apiVersion: v1, kind: Config",
    });
  return {
    file,
    current: top.text("current-context"),
    contexts: named(top, "contexts", "context"),
    clusters: named(top, "clusters", "cluster"),
    users: named(top, "users", "user"),
  };
}

/** Problems that a file of manifests would have and a kubeconfig has not. */
const HARMLESS = ["not-kubernetes", "empty", "duplicate-key", "ignored-text"];

function textOf(file: string): string | undefined {
  try {
    const { text, problem } = decodeText(readFileSync(file));
    if (text === undefined)
      fail({ message: problem?.message ?? "this is no text", where: at(file) });
    return text;
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    const message =
      code === "EISDIR"
        ? "the kubeconfig is a folder"
        : code === "EACCES"
          ? "the kubeconfig may not be read by this user"
          : `the kubeconfig cannot be read (${String(code)})`;
    return fail({ message, where: at(file) });
  }
}

function at(file: string) {
  return { file, line: 1, column: 1 };
}

/** A list of names and what they stand for. */
function named(top: Part, section: string, field: string): Map<string, Part> {
  const found = new Map<string, Part>();
  for (const item of top.parts(section)) {
    const name = item.text("name") ?? "";
    if (found.has(name))
      item.fail("name", {
        message: `there are two ${section} named "${name}" in one file`,
        instead: "one of the two",
      });
    found.set(name, item.part(field) ?? new Part(top.file, {}, () => item.where("name")));
  }
  return found;
}
