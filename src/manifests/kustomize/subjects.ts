import { type Fields, groupOf, isFields, type Manifest } from "./fields.ts";
import { isBinding } from "./known-kinds.ts";

/** The namespaces of an environment's ServiceAccounts and Services, by kind and name. */
export type Places = ReadonlyMap<string, readonly (string | undefined)[]>;

export function placesOf(manifests: readonly Manifest[]): Places {
  const named = manifests.filter(
    (manifest) => groupOf(manifest) === "" && /^(ServiceAccount|Service)$/.test(manifest.kind),
  );
  const byName = Map.groupBy(named, ({ kind, metadata }) => `${kind} ${metadata.name}`);
  return new Map(
    [...byName].map(([name, own]) => [name, own.map(({ metadata }) => metadata.namespace)]),
  );
}

/**
 * A binding without the namespaces of subjects that kustomize fills in: it looks for a ServiceAccount of
 * the subject's name and writes the account's namespace there.
 *
 * @see sigs.k8s.io/kustomize/api/filters/nameref/nameref.go setMapping
 */
export function withoutSubjectNamespaces(
  manifest: Manifest,
  namespace: string,
  places: Places,
): Manifest {
  const { subjects } = manifest;
  if (!isBinding(manifest) || !Array.isArray(subjects)) return manifest;
  // In another namespace kustomize looks for accounts of this one only where a subject names it.
  if ((manifest.metadata.namespace ?? namespace) !== namespace) return manifest;
  return {
    ...manifest,
    subjects: subjects.map((subject: unknown) => {
      if (!isFields(subject) || subject.kind !== "ServiceAccount") return subject;
      const found = places.get(`ServiceAccount ${subject.name}`) ?? [];
      const isOnly = found.length === 1 && found[0] === namespace;
      if (!isOnly || subject.namespace !== namespace) return subject;
      const { namespace: _, ...others } = subject;
      return others;
    }),
  };
}

/**
 * The first reference in which kustomize would write a namespace that is not there, or another one: it
 * takes what had no namespace in the base for something of `default`.
 */
export function wrongReference(
  manifest: Manifest,
  namespace: string,
  places: Places,
): string | undefined {
  const wrong = namespacedReferences(manifest).find(([kind, reference]) => {
    const found = places.get(`${kind} ${reference.name}`) ?? [];
    if (reference.namespace === undefined) return found.length > 0;
    return (
      reference.namespace === "default" && namespace !== "default" && found.includes(namespace)
    );
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
