import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Constants, constantsOf, messagesOf } from "./go-messages.ts";
import type { Answered } from "./recording.ts";

/** A message of the server's source. */
export interface Template {
  readonly text: string;
  /** The folder that it stands in, like `apps` or `pod warnings`. */
  readonly group: string;
  /** Made where an object is changed, or its status: never when one is created. */
  readonly later: boolean;
}

/** How many templates of a group some answer shows. */
export interface Reach {
  readonly group: string;
  readonly all: number;
  readonly reached: number;
  /** Those of a create that no answer shows. */
  readonly unreached: readonly string[];
}

const modules = ["k8s.io/kubernetes", "k8s.io/apimachinery", "k8s.io/apiextensions-apiserver"];

const changes =
  /Update|Status|Immutable|Resize|Ephemeral|Binding|Eviction|Upgrade|Patch|Log|Exec|Attach|Ratchet|Drop/;

/**
 * The distinct messages of the code that validates and warns, from Kubernetes' own modules, which Go
 * must have fetched.
 */
export function templates(): Template[] {
  const files = modules.flatMap((name) => sourcesOf(moduleFolder(name)));
  const constants: Constants = new Map(files.flatMap(({ source }) => constantsOf(source)));
  const found = new Map<string, Template>();
  for (const { group, source } of files)
    for (const { template: text, within } of messagesOf(source, constants)) {
      const later = changes.test(within) && (found.get(text)?.later ?? true);
      found.set(text, { text, group: found.get(text)?.group ?? group, later });
    }
  return [...found.values()];
}

/** Files that validate or warn. */
const wanted =
  /^pkg\/(apis\/.*\/validation|util\/validation|api\/(pod|service|job|node|persistentvolume|persistentvolumeclaim|resourceclaimspec|servicecidr|storage|validation|validate(\/content)?))\/\w+\.go$/;
const unwanted = /_test\.go$|zz_|internalversion/;

/** Which templates the answers show, by group; those of changes are left out. */
export function reachOf(all: readonly Template[], answers: readonly Answered[]): Reach[] {
  const said = answers.flatMap(({ said: { message = "", warnings = [] } }) => [
    message,
    ...warnings,
  ]);
  const texts = [...new Set(said)].join("\n");
  const groups = Map.groupBy(
    all.filter(({ later }) => !later),
    ({ group }) => group,
  );
  return [...groups].map(([group, each]) => {
    const unreached = each.filter(({ text }) => !patternOf(text).test(texts));
    const reached = each.length - unreached.length;
    return { group, all: each.length, reached, unreached: unreached.map(({ text }) => text) };
  });
}

function patternOf(template: string): RegExp {
  const parts = template.split(/%[-+# 0-9.*]*[a-zA-Z]/).map((part) => part.replaceAll("%%", "%"));
  return new RegExp(parts.map(escaped).join("[^\\n]{0,400}?"));
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

function moduleFolder(name: string): string {
  const cwd = join(import.meta.dirname, "..", "control-plane", "server");
  return execFileSync("go", ["list", "-m", "-f", "{{.Dir}}", name], {
    cwd,
    encoding: "utf8",
  }).trim();
}

interface Source {
  readonly group: string;
  readonly source: string;
}

function sourcesOf(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => wanted.test(file) && !unwanted.test(file))
    .map((file) => {
      const warns = basename(file).includes("warning") ? " warnings" : "";
      const parts = dirname(file).split("/");
      const place = parts.filter((part) => !/^(pkg|api|apis|validation|v1|meta|util)$/.test(part));
      const module = basename(folder).replace(/@.*/, "");
      const group = `${place.join("/") || (module === "kubernetes" ? "core" : module)}${warns}`;
      return { group, source: readFileSync(join(folder, file), "utf8") };
    });
}
