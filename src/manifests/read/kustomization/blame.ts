import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { closest } from "../../../closest.ts";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { ReadProblem, ValueMap } from "../source.ts";
import { isMap, maps, textIn, texts, textsBelow } from "../values.ts";
import type { Complaint } from "./build.ts";
import { pathIn } from "./names.ts";
import { nameOf } from "./origins.ts";
import type { PatchDocument } from "./patch.ts";
import {
  isRemote,
  type Kustomization,
  kustomizationsIn,
  type ResourceFile,
  type Tree,
} from "./tree.ts";

/** What is wrong with an entry of a kustomization, and where the entry stands. */
type Blame = Pick<ReadProblem, "message" | "why" | "instead" | "where"> &
  Partial<Pick<ReadProblem, "about" | "isOutside">>;

/** Finds what kustomize complains of. */
interface Reading {
  readonly pattern: RegExp;
  readonly find: (match: readonly string[], tree: Tree) => Blame | undefined;
}

/** Kustomize names what it complains of, but neither the file nor the line: here they are looked up. */
export function blamed({ complaint, ...problem }: Complaint, tree: Tree): ReadProblem {
  const start = { file: tree.root?.file ?? tree.folder, line: 1, column: 1 };
  for (const { pattern, find } of readings) {
    const match = pattern.exec(complaint);
    const found = match && find(match, tree);
    if (found) return { ...problem, ...found };
  }
  return { ...problem, where: start };
}

const OUTSIDE = /security; file '([^']*)' is not in or below '([^']*)'/;

/** Whether kustomize refuses a file for where it lies. */
export function isOutside({ complaint }: Complaint): boolean {
  return OUTSIDE.test(complaint);
}

/**
 * What kustomize 5 says, by what its code calls it.
 *
 * @see sigs.k8s.io/kustomize/api/internal/target, .../resmap, .../internal/accumulator
 */
const readings: readonly Reading[] = [
  {
    pattern: /no resource matches strategic merge patch "([^/"]*)\/([^"]*)\.([^."]*)"/,
    find: ([, gvk = "", name = "", namespace = ""], tree) =>
      lonelyPatch(tree, gvk.split(".")[0] ?? "", name, namespace),
  },
  {
    pattern: /merging from generator .*Kind:"(\w+)".*Name:"([^"]*)", Namespace:"([^"]*)"/,
    find: ([, kind = "", name = ""], tree) => lonelyGenerator(tree, kind, name),
  },
  {
    pattern: /resource with name (\S+) does not match a config with the following GVK/,
    find: ([, name], tree) =>
      entryOf(tree, "replicas", (entry) => entry.name === name, "name", {
        message: `no workload here is called ${name}`,
        why: "the number of replicas is for nothing, and kustomize refuses to build",
        instead: nearName(tree, String(name), scaled),
      }),
  },
  {
    pattern:
      /may not add resource with an already registered id: (\w+)\.[^/]*\/(\S+?)\.(?:\[noNs\]|[^.\s']+)(?:[\s']|$)/,
    find: ([, kind = "", name = ""], tree) => brought(tree, kind, name),
  },
  {
    pattern: /(\w+) operation does not apply: .*?(?:path|key): (\S+?)(?::|$)/,
    find: ([, operation = "", path = ""], tree) => operationOn(tree, operation, path),
  },
  {
    pattern: /candidate root '([^']*)' contains visited root '([^']*)'/,
    find: ([, base = "", overlay = ""], tree) => insideItsBase(tree, base, overlay),
  },
  {
    pattern: /nothing selected by (\w+)\.[^/]*\/(\S+?)\.(?:\[noNs\]|[^.:]*):/,
    find: ([, kind = "", name = ""], tree) =>
      entryOf(tree, "replacements", (entry) => isSource(entry, kind, name), "source", {
        message: `there is no ${kind} ${name} to take the value from`,
        why: "kustomize refuses to build",
        instead: nearName(tree, name, (each) => each === kind) ?? "add it to the resources",
      }),
  },
  {
    pattern: /unable to find field "([^"]*)" in replacement target/,
    find: ([, path = ""], tree) => replacedField(tree, path),
  },
  {
    pattern: /unknown field "([^"]*)"/,
    find: ([, field = ""], tree) => unknownField(tree, field),
  },
  {
    pattern: /external plugins disabled; unable to load external plugin '([^']*)'/,
    find: ([, plugin = ""], tree) => pluginOf(tree, plugin),
  },
  {
    // The last one named is the one that could not be had.
    pattern: /.*accumulating (?:resources|components?)[^']* from '([^']*)'.*/s,
    find: ([, path = ""], tree) => unfetched(tree, path),
  },
  { pattern: OUTSIDE, find: ([, path = ""], tree) => outside(tree, path) },
  {
    pattern: /evalsymlink failure on '([^']*)'/,
    find: ([, path = ""], tree) => missingFile(tree, path),
  },
  {
    pattern:
      /(https?:\/\/[^\s"'()]+).*(?:dial tcp|no such host|proxyconnect|TLS handshake|i\/o timeout)/s,
    find: ([, url = ""], tree) => unfetchedFile(tree, url),
  },
];

function scaled(kind: string): boolean {
  return /^(Deployment|StatefulSet|ReplicaSet|ReplicationController)$/.test(kind);
}

/** A patch without a target, whose object is not there. */
function lonelyPatch(tree: Tree, kind: string, name: string, namespace: string): Blame | undefined {
  for (const kustomization of kustomizationsIn(tree))
    for (const { target, documents } of kustomization.patches) {
      const document = target ? undefined : documents.find((each) => isFor(each, kind, name));
      if (!document) continue;
      return {
        message: `there is no ${kind} ${name} to patch`,
        why: "kustomize refuses to build",
        instead: meant(tree, kustomization, { kind, name, namespace }),
        where: document.where(["metadata", "name"], "value"),
      };
    }
  return undefined;
}

function isFor({ document: { value } }: PatchDocument, kind: string, name: string): boolean {
  return isMap(value) && value.kind === kind && nameOf(value) === name;
}

function meant(
  tree: Tree,
  { value }: Kustomization,
  { kind, name, namespace }: { kind: string; name: string; namespace: string },
): string | undefined {
  const names = namesOf(tree, (each) => each === kind);
  const bare = without(name, textIn(value, "namePrefix"), textIn(value, "nameSuffix"));
  if (bare !== name && names.includes(bare))
    return `${bare}: patches come before the name prefix and suffix`;
  if (names.includes(name) && namespace !== "[noNs]")
    return `the namespace that the resource has before the patch, which is not ${namespace}; or none`;
  return nearName(tree, name, (each) => each === kind);
}

function without(name: string, prefix = "", suffix = ""): string {
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return rest.endsWith(suffix) ? rest.slice(0, rest.length - suffix.length) : rest;
}

/** A generator that is to merge into what nothing generates. */
function lonelyGenerator(tree: Tree, kind: string, name: string): Blame | undefined {
  const field = kind === "Secret" ? "secretGenerator" : "configMapGenerator";
  const isMerging = (entry: ValueMap) =>
    entry.name === name && (entry.behavior === "merge" || entry.behavior === "replace");
  const generated = kustomizationsIn(tree).flatMap(({ value }) =>
    maps(value[field]).map(([, entry]) => entry),
  );
  const twin = generated.find((entry) => entry.name === name && !isMerging(entry));
  const others = generated.filter((entry) => !isMerging(entry)).map((entry) => String(entry.name));
  const near = closest(name, others);
  return entryOf(tree, field, isMerging, "name", {
    message: `no ${kind} ${name} comes from the resources, and this one is to be merged into it`,
    why: "kustomize refuses to build",
    instead: twin
      ? `the namespace of the one that is generated (${textIn(twin, "namespace") ?? "none"}): they are told apart by it`
      : near
        ? `name: ${near}`
        : "leave behavior out, or add the base that generates it to the resources",
  });
}

/** Two resources of a kustomization that bring the same object: the second one. */
function brought(tree: Tree, kind: string, name: string): Blame | undefined {
  for (const kustomization of kustomizationsIn(tree)) {
    const bringing = entriesOf(kustomization).filter(({ part }) =>
      objectsIn(part).some((each) => each.kind === kind && nameOf(each) === name),
    );
    const [first, second] = bringing;
    if (!first || !second) continue;
    return {
      message: `${second.path} brings ${kind} ${name}, and so does ${first.path}`,
      why: "kustomize refuses to build: each object may be there once",
      instead: first.part === second.part ? "the path once" : undefined,
      where: kustomization.document.locate(second.steps),
    };
  }
  return undefined;
}

/** An operation of a JSON patch on what is not there. */
function operationOn(tree: Tree, operation: string, path: string): Blame | undefined {
  for (const kustomization of kustomizationsIn(tree))
    for (const { documents } of kustomization.patches)
      for (const { document, where } of documents)
        for (const [index, each] of maps(document.value)) {
          if (each.op !== operation || each.path !== path) continue;
          return {
            message: `there is no ${path} to ${operation}`,
            why: "kustomize refuses to build",
            instead: operation === "replace" ? "op: add, if it is to be made here" : undefined,
            where: where([index, "path"], "value"),
          };
        }
  return undefined;
}

function insideItsBase(tree: Tree, base: string, overlay: string): Blame | undefined {
  for (const kustomization of kustomizationsIn(tree)) {
    const entry = pathsIn(kustomization).find(
      ({ path }) => resolve(kustomization.folder, path) === base,
    );
    if (!entry) continue;
    const inside = overlay.startsWith(`${base}/`) ? overlay.slice(base.length + 1) : overlay;
    return {
      message: `the base ${entry.path} is a folder that holds this overlay (${inside})`,
      why: "kustomize takes a kustomization that lies inside its own base for a cycle, and refuses to build",
      instead: "a folder of its own for the base, beside that of the overlays",
      where: kustomization.document.locate(entry.steps),
    };
  }
  return undefined;
}

function isSource({ source }: ValueMap, kind: string, name: string): boolean {
  return isMap(source) && source.kind === kind && source.name === name;
}

function replacedField(tree: Tree, path: string): Blame | undefined {
  for (const { value, document } of kustomizationsIn(tree))
    for (const [index, { targets }] of maps(value.replacements))
      for (const [at, { fieldPaths }] of maps(targets)) {
        const field = Array.isArray(fieldPaths) ? fieldPaths.indexOf(path) : -1;
        if (field === -1) continue;
        return {
          message: `an object that this replacement selects has no field ${path}`,
          why: "kustomize refuses to build",
          instead: "select fewer objects, or options: { create: true }",
          where: document.locate(["replacements", index, "targets", at, "fieldPaths", field]),
        };
      }
  return undefined;
}

function unknownField(tree: Tree, field: string): Blame | undefined {
  const holder = kustomizationsIn(tree).find(({ value }) => Object.hasOwn(value, field));
  return (
    holder && {
      message: `kustomize knows no field ${field}`,
      why: "kustomize refuses to build",
      instead: closest(field, knownFields) ?? `one of ${knownFields.join(", ")}`,
      where: holder.document.locate([field], "key"),
    }
  );
}

/** @see sigs.k8s.io/kustomize/api/types/kustomization.go */
const knownFields = [
  "buildMetadata",
  "commonAnnotations",
  "components",
  "configMapGenerator",
  "configurations",
  "crds",
  "generatorOptions",
  "generators",
  "helmCharts",
  "helmGlobals",
  "images",
  "labels",
  "metadata",
  "namePrefix",
  "namespace",
  "nameSuffix",
  "openapi",
  "patches",
  "replacements",
  "replicas",
  "resources",
  "secretGenerator",
  "sortOptions",
  "transformers",
  "validators",
];

/** A plugin is a program that only who runs kustomize can allow. */
function pluginOf(tree: Tree, plugin: string): Blame | undefined {
  const fields = ["generators", "transformers", "validators"];
  for (const { value, document } of kustomizationsIn(tree)) {
    const field = fields.find((each) => value[each] !== undefined);
    if (field === undefined) continue;
    return {
      message: `it is built by the plugin ${plugin}, and plugins are not run here`,
      why: "nothing of what it builds is checked",
      instead: "build it with kustomize build --enable-alpha-plugins, and check what that prints",
      where: document.locate([field], "key"),
    };
  }
  return undefined;
}

/** A file that a generator, a patch or another field names. */
function missingFile(tree: Tree, path: string): Blame | undefined {
  for (const { value, document, folder } of kustomizationsIn(tree))
    for (const [steps, text] of textsBelow(value)) {
      if (resolve(folder, pathIn(text)) !== path) continue;
      return {
        message: `there is no ${pathIn(text)} in ${folder}`,
        why: "kustomize refuses to build",
        instead: undefined,
        where: document.locate(steps),
      };
    }
  return undefined;
}

/** A file that lies in no folder of the tree. */
function outside(tree: Tree, path: string): Blame | undefined {
  for (const { value, document, folder } of kustomizationsIn(tree))
    for (const [steps, text] of textsBelow(value)) {
      const full = resolve(folder, pathIn(text));
      if (!existsSync(full) || realpathSync(full) !== path) continue;
      return {
        isOutside: true,
        message: `${pathIn(text)} is not in or below ${folder}`,
        why: "kustomize refuses to build",
        instead:
          "a folder with a kustomization.yaml for what several read, and that folder here; or --load-restrictor LoadRestrictionsNone wherever it is built",
        where: document.locate(steps),
      };
    }
  return undefined;
}

/** A base of another repository, which kustomize asks the network for. */
function unfetched(tree: Tree, path: string): Blame | undefined {
  for (const kustomization of kustomizationsIn(tree)) {
    const entry = pathsIn(kustomization).find((each) => each.path === path);
    if (!entry || !isRemote(path)) continue;
    return {
      about: "unreachable",
      message: `${path} is not on this machine, and could not be fetched`,
      why: "nothing of what it brings is checked, and neither is what is built on it",
      instead: "check it where the network can be reached, or keep a copy of the base",
      where: kustomization.document.locate(entry.steps),
    };
  }
  return undefined;
}

/** A patch or another file of a server. */
function unfetchedFile(tree: Tree, url: string): Blame | undefined {
  for (const { value, document } of kustomizationsIn(tree))
    for (const [steps, text] of textsBelow(value)) {
      if (text !== url) continue;
      return {
        about: "unreachable",
        message: `${url} is not on this machine, and could not be fetched`,
        why: "nothing of what is built with it is checked",
        instead: "check it where the network can be reached, or keep a copy of the file",
        where: document.locate(steps),
      };
    }
  return undefined;
}

/** Blames the first entry of a list of any kustomization that is the one. */
function entryOf(
  tree: Tree,
  field: string,
  isMeant: (entry: ValueMap) => boolean,
  part: Step,
  blame: Omit<Blame, "where">,
): Blame | undefined {
  for (const { value, document } of kustomizationsIn(tree))
    for (const [index, entry] of maps(value[field]))
      if (isMeant(entry)) return { ...blame, where: document.locate([field, index, part]) };
  return undefined;
}

/** The names of the resources of a tree, of some kinds. */
function namesOf(tree: Tree, isWanted: (kind: string) => boolean): string[] {
  const all = tree.root ? objectsIn(tree.root) : [];
  return all.filter(({ kind }) => isWanted(String(kind))).map(nameOf);
}

function nearName(
  tree: Tree,
  name: string,
  isWanted: (kind: string) => boolean,
): string | undefined {
  const names = [...new Set(namesOf(tree, isWanted))];
  const near = closest(name, names);
  if (near !== undefined && near !== name) return near;
  return names.length > 0 && names.length <= 4 && !names.includes(name)
    ? `one of ${names.join(", ")}`
    : undefined;
}

/** What a part of a tree brings, before anything changes it. */
function objectsIn(part: Kustomization | ResourceFile): ValueMap[] {
  if ("folder" in part) return [...part.resources, ...part.components].flatMap(objectsIn);
  return part.documents.flatMap(({ objects }) => objects.map(({ value }) => value));
}

interface Entry {
  readonly path: string;
  readonly steps: readonly Step[];
}

/** The paths that a kustomization is made of, as they are written. */
function pathsIn({ value }: Kustomization): Entry[] {
  return ["resources", "bases", "components"].flatMap((field) => {
    return texts(value[field]).map(([index, path]) => ({ path, steps: [field, index] }));
  });
}

function entriesOf(
  kustomization: Kustomization,
): (Entry & { readonly part: Kustomization | ResourceFile })[] {
  const parts = [...kustomization.resources, ...kustomization.components];
  return pathsIn(kustomization).flatMap((entry) => {
    const full = resolve(kustomization.folder, entry.path);
    const part = parts.find((each) => resolve("folder" in each ? each.folder : each.file) === full);
    return part === undefined ? [] : [{ ...entry, part }];
  });
}
