import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** When a version of a kind comes and goes; all numbers are minors of Kubernetes 1. */
export interface Lifecycle {
  introduced?: number;
  deprecated?: number;
  removed?: number;
  replacement?: { apiVersion: string; kind: string };
}

/**
 * Reads the lifecycles that the Kubernetes developers tag their types with, from the generated
 * `zz_generated.prerelease-lifecycle.go` files of the module `k8s.io/api`.
 *
 * @returns `group.version:Kind` (short group name, as in the data files' names) to its lifecycle.
 */
export async function readLifecycles(
  folder: string,
): Promise<Map<string, Lifecycle & { group: string }>> {
  const found = new Map<string, Lifecycle & { group: string }>();
  for (const group of (await readdir(folder, { withFileTypes: true })).filter((f) =>
    f.isDirectory(),
  )) {
    for (const version of await readdir(join(folder, group.name))) {
      if (!/^v\d/.test(version)) continue;
      const path = join(folder, group.name, version);
      if (!(await readdir(path)).includes("zz_generated.prerelease-lifecycle.go")) continue;
      const code = await readFile(join(path, "zz_generated.prerelease-lifecycle.go"), "utf8");
      const groupName = await groupNameOf(path);
      for (const [kind, lifecycle] of parse(code)) {
        if (kind.endsWith("List")) continue;
        found.set(`${group.name}.${version}:${kind}`, { group: groupName, ...lifecycle });
      }
    }
  }
  return found;
}

async function groupNameOf(path: string): Promise<string> {
  const code = await readFile(join(path, "register.go"), "utf8");
  return code.match(/GroupName = "([^"]*)"/)![1]!;
}

function parse(code: string): Map<string, Lifecycle> {
  const found = new Map<string, Lifecycle>();
  const method = /func \(in \*(\w+)\) APILifecycle(\w+)\(\)[^{]*\{\n\treturn (.*)\n\}/g;
  for (const [, kind, what, value] of code.matchAll(method)) {
    const lifecycle = found.get(kind!) ?? {};
    found.set(kind!, lifecycle);
    if (what === "Replacement") {
      const [group, version, name] = [...value!.matchAll(/"([^"]*)"/g)].map((match) => match[1]!);
      lifecycle.replacement = { apiVersion: group ? `${group}/${version}` : version!, kind: name! };
    } else {
      const minor = Number(value!.split(",")[1]);
      lifecycle[what!.toLowerCase() as "introduced" | "deprecated" | "removed"] = minor;
    }
  }
  return found;
}

/**
 * The beta versions that a server serves without being asked to
 * (`legacyBetaEnabledByDefaultResources` in `pkg/controlplane/instance.go`), as
 * `group.version:plural`. Other alpha and beta versions are opt-in.
 */
export async function readDefaultBetas(folder: string): Promise<Set<string>> {
  const code = await readFile(join(folder, "pkg/controlplane/instance.go"), "utf8");
  const list = code.match(/legacyBetaEnabledByDefaultResources = \[\][^{]*\{([^}]*)\}/)?.[1] ?? "";
  const entries = list.matchAll(/([a-z]+)(v\d\w+?)\.SchemeGroupVersion\.WithResource\("(\w+)"\)/g);
  return new Set([...entries].map(([, group, version, plural]) => `${group}.${version}:${plural}`));
}
