import { toYaml } from "../../yaml.ts";
import { groupOf, type Manifest } from "./fields.ts";
import { isEncrypted } from "./known-kinds.ts";

/** What an overlay puts before the names of all objects of these kinds. */
export interface Prefix {
  readonly text: string;
  readonly kinds: ReadonlySet<string>;
  /** Whether these are all kinds: then kustomize's `namePrefix` says it. */
  readonly isForAll: boolean;
}

/**
 * How an overlay says the prefix of an environment, where it has one: for kinds of which every object's
 * name has it. Encrypted objects stay as they were sealed, and so do their kinds.
 */
export function prefixOf(text: string, manifests: readonly Manifest[]): Prefix | undefined {
  if (text === "") return undefined;
  const kinds = Map.groupBy(manifests.filter(takesPrefix), ({ kind }) => kind);
  const fitting = [...kinds].filter(([, of]) =>
    of.every((one) => hasPrefix(one.metadata.name, text) && !isEncrypted(one)),
  );
  if (fitting.length === 0) return undefined;
  const isForAll = fitting.length === kinds.size;
  return { text, kinds: new Set(fitting.map(([kind]) => kind)), isForAll };
}

function hasPrefix(name: string, text: string): boolean {
  return name.length > text.length && name.startsWith(text);
}

/** @see sigs.k8s.io/kustomize/api/internal/builtins/PrefixTransformer.go prefixFieldSpecsToSkip */
function takesPrefix(manifest: Manifest): boolean {
  const { kind } = manifest;
  if (kind === "APIService") return groupOf(manifest) !== "apiregistration.k8s.io";
  return kind !== "Namespace" && kind !== "CustomResourceDefinition";
}

/** An object's name before the overlay puts the prefix before it. */
export function plainName(manifest: Manifest, prefix: Prefix | undefined): string {
  const { name } = manifest.metadata;
  if (!prefix?.kinds.has(manifest.kind) || !takesPrefix(manifest)) return name;
  return name.slice(prefix.text.length);
}

/** What runs after everything else to put the prefix before the names of some kinds only. */
export function prefixTransformer(prefix: Prefix | undefined): [path: string, text: string][] {
  if (prefix === undefined || prefix.isForAll) return [];
  const document = {
    apiVersion: "builtin",
    kind: "PrefixTransformer",
    metadata: { name: "prefix" },
    prefix: prefix.text,
    fieldSpecs: [...prefix.kinds].sort().map((kind) => ({ path: "metadata/name", kind })),
  };
  return [["prefix.yaml", `# Names of other kinds have no prefix.\n${toYaml(document)}`]];
}
