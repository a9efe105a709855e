import { type Fields, groupOf, isFields, type Manifest, withMetadata } from "./fields.ts";
import { isEncrypted, podPath } from "./known-kinds.ts";
import { referencesIn } from "./references.ts";

/** What an overlay's `namePrefix` puts before the names of an environment's objects. */
export interface Prefix {
  readonly text: string;
  /** The objects that it renames, by kind and whole name. */
  readonly renamed: ReadonlySet<string>;
}

/**
 * Whether a kustomization's `namePrefix` fits an environment. It renames every object but for a few
 * kinds, and whatever in other objects looks like the name of one of them.
 *
 * @see sigs.k8s.io/kustomize/api/internal/builtins/PrefixTransformer.go
 */
export function prefixOf(text: string, manifests: readonly Manifest[]): Prefix | undefined {
  const renamed = manifests.filter((manifest) => !isPassedOver(manifest));
  const isOnAll = renamed.every(({ metadata }) => metadata.name.startsWith(text));
  if (text === "" || !isOnAll || manifests.some(isEncrypted)) return undefined;
  const bare = new Set(renamed.map(({ metadata }) => metadata.name.slice(text.length)));
  const isTaken = manifests.flatMap(referencesIn).some((name) => bare.has(name));
  const identities = renamed.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  return isTaken ? undefined : { text, renamed: new Set(identities) };
}

function isPassedOver(manifest: Manifest): boolean {
  const { kind } = manifest;
  return kind === "Namespace" || kind === "CustomResourceDefinition" || kind === "APIService";
}

/** An object without what `namePrefix` puts there again: before its name, and before names that kustomize follows. */
export function withoutPrefix(manifest: Manifest, { text, renamed }: Prefix): Manifest {
  const { kind, metadata } = manifest;
  const references = followedBy(manifest);
  const walk = (value: unknown, path: string, parent: Fields): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, path, parent));
    if (isFields(value)) {
      const entries = Object.entries(value);
      return Object.fromEntries(
        entries.map(([field, inner]) => [field, walk(inner, `${path}.${field}`, value)]),
      );
    }
    if (typeof value !== "string") return value;
    const kinds = references.filter(({ at }) => at.test(path)).flatMap(({ to }) => to(parent));
    return kinds.some((of) => renamed.has(`${of} ${value}`)) ? value.slice(text.length) : value;
  };
  const bare = walk(manifest, "", manifest) as Manifest;
  return renamed.has(`${kind} ${metadata.name}`)
    ? withMetadata(bare, { name: metadata.name.slice(text.length) })
    : bare;
}

/** Where kustomize follows names, and to objects of which kinds. */
interface Reference {
  readonly at: RegExp;
  readonly to: (parent: Fields) => readonly string[];
}

const always =
  (...kinds: readonly string[]) =>
  () =>
    kinds;
const ofKind = ({ kind }: Fields) => [String(kind)];

const inPods: readonly Reference[] = [
  { at: /\.(initC|c)ontainers\.env\.valueFrom\.configMapKeyRef\.name$/, to: always("ConfigMap") },
  { at: /\.(initC|c)ontainers\.envFrom\.configMapRef\.name$/, to: always("ConfigMap") },
  { at: /\.volumes\.(projected\.sources\.)?configMap\.name$/, to: always("ConfigMap") },
  { at: /\.(initC|c)ontainers\.env\.valueFrom\.secretKeyRef\.name$/, to: always("Secret") },
  { at: /\.(initC|c)ontainers\.envFrom\.secretRef\.name$/, to: always("Secret") },
  { at: /\.spec\.serviceAccountName$/, to: always("ServiceAccount") },
  {
    at: /\.volumes\.persistentVolumeClaim\.claimName$/,
    to: always("PersistentVolumeClaim"),
  },
];
const service = always("Service");

const inOthers: Readonly<Record<string, readonly Reference[]>> = {
  "apps StatefulSet": [{ at: /^\.spec\.serviceName$/, to: service }],
  "autoscaling HorizontalPodAutoscaler": [{ at: /^\.spec\.scaleTargetRef\.name$/, to: ofKind }],
  "networking.k8s.io Ingress": [
    { at: /^\.spec\.rules\.http\.paths\.backend\.service\.name$/, to: service },
    { at: /^\.spec\.defaultBackend\.service\.name$/, to: service },
  ],
  "rbac.authorization.k8s.io Role": [
    { at: /^\.rules\.resourceNames$/, to: always("ConfigMap", "Secret") },
  ],
  "rbac.authorization.k8s.io RoleBinding": [
    { at: /^\.roleRef\.name$/, to: ofKind },
    { at: /^\.subjects\.name$/, to: ofKind },
  ],
};

/**
 * A part of what kustomize follows: a name that is not here stays whole, and the overlay's patch says it.
 *
 * @see sigs.k8s.io/kustomize/api/internal/konfig/builtinpluginconsts/namereference.go
 */
function followedBy(manifest: Manifest): readonly Reference[] {
  const own = inOthers[`${groupOf(manifest)} ${manifest.kind}`] ?? [];
  return podPath(manifest) === undefined ? own : [...inPods, ...own];
}
