import { fileOf, type KindShape, type Types } from "./shape.ts";

/**
 * What the types are written from: everything the newest minor knows, with the custom resources.
 */
export interface TypeSource {
  readonly kinds: readonly KindShape[];
  readonly types: Types;
  /** The operators' data files; every other file belongs to Kubernetes itself. */
  readonly operators: ReadonlySet<string>;
}

/** Kinds that nobody writes down, and whose name another kind has. */
const NOT_WRITTEN = new Set(["Event", "ComponentStatus", "Binding", "StorageVersion"]);

/** Kinds of operators whose own name is too general, or the name of another type. */
const ALIASES: Readonly<Record<string, string>> = {
  "config.gatekeeper.sh/Config": "GatekeeperConfig",
  "monitoring.coreos.com/Probe": "PrometheusProbe",
};

/**
 * The newest version of each kind that people write, by the name it has in `Kinds`.
 *
 * @throws Error when two groups have a kind of one name and no alias tells them apart.
 */
export function writtenKinds({ kinds, operators }: TypeSource): Map<string, KindShape> {
  const found = new Map<string, KindShape>();
  for (const kind of newestFirst(kinds)) {
    const isOperator = operators.has(fileOf(kind.type));
    if (!isOperator && (kind.version.includes("alpha") || NOT_WRITTEN.has(kind.kind))) continue;
    if (isOperator && kind.kind.endsWith("PodStatus")) continue;
    if (!kind.verbs.includes("create") || !kind.verbs.includes("get")) continue;
    const name = ALIASES[`${kind.group}/${kind.kind}`] ?? kind.kind;
    const known = found.get(name);
    if (known && known.group !== kind.group) {
      throw new Error(
        `${known.group} and ${kind.group} both have a ${kind.kind}: give one an alias`,
      );
    }
    if (!known) found.set(name, kind);
  }
  return found;
}

/**
 * Kinds in the order in which Kubernetes prefers their versions: v2, v1, v1beta2, v1beta1,
 * v1alpha1.
 */
export function newestFirst<K extends KindShape>(kinds: readonly K[]): K[] {
  return kinds.toSorted((a, b) => rankOf(b.version) - rankOf(a.version));
}

/** A number that is the greater, the more Kubernetes prefers a version. */
export function rankOf(version: string): number {
  const [, major, stage, minor] = version.match(/^v(\d+)(?:(alpha|beta)(\d+))?$/)!;
  const stability = stage === undefined ? 2e6 : stage === "beta" ? 1e6 : 0;
  return stability + Number(major) * 1e3 + Number(minor ?? 0);
}
