import { isFields, type Manifest } from "./fields.ts";
import { isBinding } from "./known-kinds.ts";

/** The namespaces of an environment's ServiceAccounts, by their names. */
export type Accounts = ReadonlyMap<string, readonly (string | undefined)[]>;

export function accountsOf(manifests: readonly Manifest[]): Accounts {
  const accounts = manifests.filter(
    ({ apiVersion, kind }) => `${apiVersion} ${kind}` === "v1 ServiceAccount",
  );
  const byName = Map.groupBy(accounts, ({ metadata }) => metadata.name);
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
  accounts: Accounts,
): Manifest {
  const { subjects } = manifest;
  if (!isBinding(manifest) || !Array.isArray(subjects)) return manifest;
  // In another namespace kustomize looks for accounts of this one only where a subject names it.
  if ((manifest.metadata.namespace ?? namespace) !== namespace) return manifest;
  return {
    ...manifest,
    subjects: subjects.map((subject: unknown) => {
      if (!isFields(subject) || subject.kind !== "ServiceAccount") return subject;
      const found = accounts.get(String(subject.name)) ?? [];
      const isOnly = found.length === 1 && found[0] === namespace;
      if (!isOnly || subject.namespace !== namespace) return subject;
      const { namespace: _, ...others } = subject;
      return others;
    }),
  };
}

/** The first subject in which kustomize would write a namespace that is not there, or another one. */
export function wrongSubject(
  manifest: Manifest,
  namespace: string,
  accounts: Accounts,
): string | undefined {
  const { subjects } = manifest;
  if (!isBinding(manifest) || !Array.isArray(subjects)) return undefined;
  const wrong = subjects.filter(isFields).find((subject) => {
    const found = accounts.get(String(subject.name)) ?? [];
    if (subject.namespace === undefined) return found.length > 0;
    return subject.namespace === "default" && namespace !== "default" && found.includes(namespace);
  });
  return wrong && `${wrong.kind} ${wrong.name}`;
}
