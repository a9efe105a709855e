import { type Fields, groupOf, isFields, type Manifest } from "./fields.ts";
import { isBinding } from "./known-kinds.ts";

/** A ServiceAccount or a Service: where it is, and what it is called in the end. */
interface Place {
  readonly namespace: string | undefined;
  readonly name: string;
}

/** An environment's ServiceAccounts and Services, by their kinds and plain names. */
export type Places = ReadonlyMap<string, readonly Place[]>;

/** @param plainName what an object is called before the overlay renames it */
export function placesOf(
  manifests: readonly Manifest[],
  plainName: (manifest: Manifest) => string,
): Places {
  const named = manifests.filter(
    (manifest) => groupOf(manifest) === "" && /^(ServiceAccount|Service)$/.test(manifest.kind),
  );
  const byName = Map.groupBy(named, (manifest) => `${manifest.kind} ${plainName(manifest)}`);
  return new Map(
    [...byName].map(([name, own]) => [
      name,
      own.map(({ metadata }) => ({ namespace: metadata.namespace, name: metadata.name })),
    ]),
  );
}

/**
 * A binding without what kustomize fills in for its subjects: it looks for a ServiceAccount of the
 * subject's name, and writes the account's namespace, and the name that it has in the end.
 *
 * @see sigs.k8s.io/kustomize/api/filters/nameref/nameref.go setMapping
 */
export function withPlainSubjects(manifest: Manifest, namespace: string, places: Places): Manifest {
  const { subjects } = manifest;
  if (!isBinding(manifest) || !Array.isArray(subjects)) return manifest;
  // In another namespace kustomize looks for accounts of this one only where a subject names it.
  if ((manifest.metadata.namespace ?? namespace) !== namespace) return manifest;
  const only = [...places].flatMap(([key, found]) => {
    const [one, ...more] = found;
    const isOnly = key.startsWith("ServiceAccount ") && more.length === 0;
    return isOnly && one?.namespace === namespace ? [[one.name, key.split(" ")[1]] as const] : [];
  });
  const plain = new Map(only);
  return {
    ...manifest,
    subjects: subjects.map((subject: unknown) => {
      if (!isFields(subject) || subject.kind !== "ServiceAccount") return subject;
      const name = plain.get(String(subject.name));
      if (name === undefined || subject.namespace !== namespace) return subject;
      const { namespace: _, ...others } = subject;
      return { ...others, name };
    }),
  };
}

/**
 * The first reference with a namespace, or that could have one, in which kustomize would write another:
 * it takes what has no namespace in the base for something of `default`.
 */
export function wrongReference(
  manifest: Manifest,
  namespace: string,
  places: Places,
): string | undefined {
  const wrong = namespacedReferences(manifest).find(([kind, reference]) => {
    const found = places.get(`${kind} ${reference.name}`) ?? [];
    if (reference.namespace === undefined) return found.length > 0;
    const here = found.filter((one) => one.namespace === namespace);
    if (reference.namespace === namespace) return here.some(({ name }) => name !== reference.name);
    return reference.namespace === "default" && here.length > 0;
  });
  return wrong && `${wrong[1].kind ?? wrong[0]} ${wrong[1].name}`;
}

/** References with name and namespace that kustomize follows, and the kind that it looks for. */
function namespacedReferences(manifest: Manifest): [kind: string, reference: Fields][] {
  const { subjects, webhooks } = manifest;
  if (isBinding(manifest) && Array.isArray(subjects))
    return subjects.filter(isFields).map((subject) => ["ServiceAccount", subject]);
  if (groupOf(manifest) !== "admissionregistration.k8s.io" || !Array.isArray(webhooks)) return [];
  return webhooks.filter(isFields).flatMap(({ clientConfig }): [string, Fields][] => {
    const service = isFields(clientConfig) ? clientConfig.service : undefined;
    return isFields(service) ? [["Service", service]] : [];
  });
}
