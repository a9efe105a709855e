import { type Fields, isFields } from "../../../kubernetes/fields.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import type { World } from "../../world.ts";
import type { Pods } from "../selectors/pods.ts";

const GROUP = "cert-manager.io";

/** A place that asks for a certificate which is proven over HTTP. */
export interface Asking {
  readonly item: Item;
  readonly path: FieldPath;
  readonly issuer: Item;
}

/** Who asks an issuer for names that it proves by HTTP-01. */
export function askingForSolvers(world: World): Asking[] {
  const objects = inventory(world);
  const asking = (
    item: Item,
    kind: string,
    name: unknown,
    path: FieldPath,
    names: readonly unknown[],
  ): Asking[] => {
    const namespace = kind === "ClusterIssuer" ? "" : item.namespace;
    const issuer = objects.find({ group: GROUP, kind, namespace, name: String(name) });
    const isAsked = issuer && names.some((each) => solvesByHttp(issuer, each));
    return isAsked ? [{ item, issuer, path }] : [];
  };
  const certificates = objects.of(GROUP, "Certificate").flatMap((item): Asking[] => {
    const { issuerRef, dnsNames } = fields(item.object.spec);
    const { kind = "Issuer", name } = fields(issuerRef);
    const path = FieldPath.root.field("spec", "issuerRef", "name");
    return asking(item, String(kind), name, path, list(dnsNames));
  });
  const annotated = [
    ...objects.of("networking.k8s.io", "Ingress"),
    ...objects.of("gateway.networking.k8s.io", "Gateway"),
  ].flatMap((item) =>
    ANNOTATIONS.flatMap(([key, kind]) => {
      const annotations = fields(fields(item.object.metadata).annotations);
      const path = FieldPath.root.field("metadata", "annotations").key(key);
      return key in annotations ? asking(item, kind, annotations[key], path, namesOf(item)) : [];
    }),
  );
  return [...certificates, ...annotated];
}

const ANNOTATIONS = [
  ["cert-manager.io/cluster-issuer", "ClusterIssuer"],
  ["cert-manager.io/issuer", "Issuer"],
] as const;

/** The names for which an Ingress or Gateway is to get a certificate. */
function namesOf({ kind, object: { spec } }: Item): readonly unknown[] {
  const { tls, listeners } = fields(spec);
  if (kind === "Ingress") return list(tls).flatMap((each) => list(fields(each).hosts));
  return list(listeners).map((each) => fields(each).hostname);
}

function solversOf({ object: { spec } }: Item): readonly Readonly<Fields>[] {
  return list(fields(fields(spec).acme).solvers).map(fields);
}

/**
 * Whether the solver for a name is one over HTTP: the one that names it, else the one that names the
 * longest zone around it, else the first that asks for nothing.
 *
 * @see https://cert-manager.io/docs/configuration/acme/#adding-multiple-solver-types
 */
function solvesByHttp(issuer: Item, name: unknown): boolean {
  if (typeof name !== "string" || name.startsWith("*.")) return false;
  const solvers = solversOf(issuer).map((solver) => {
    const { dnsNames, dnsZones, matchLabels } = fields(solver.selector);
    const zones = list(dnsZones).map(String);
    const zone = zones.filter((each) => name === each || name.endsWith(`.${each}`));
    const isAsking = list(dnsNames).length + zones.length > 0;
    const weight = list(dnsNames).includes(name)
      ? 1000
      : Math.max(isAsking ? -1 : 0, ...zone.map(({ length }) => length));
    return { solver, weight, isUnknown: matchLabels !== undefined };
  });
  if (solvers.some(({ isUnknown }) => isUnknown)) return false;
  const [best] = solvers.filter(({ weight }) => weight >= 0).sort((a, b) => b.weight - a.weight);
  return best?.solver.http01 !== undefined;
}

function fields(value: unknown): Readonly<Fields> {
  return isFields(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export const SOLVER_PORT = 8089;
export const SOLVER_LABEL = "acme.cert-manager.io/http01-solver";

/**
 * The pods that answer a challenge: they run in the namespace of the certificate.
 *
 * @see https://cert-manager.io/docs/configuration/acme/http01/
 */
export function solverPods({ item, issuer }: Asking): Pods {
  const own = solversOf(issuer).flatMap(({ http01 }) => labelsIn(http01));
  return {
    item: { ...item, group: "", kind: "Pod", name: "cm-acme-http-solver" },
    labels: { [SOLVER_LABEL]: "true", ...Object.assign({}, ...own) },
    workload: undefined,
    containers: [{ name: "acmesolver", ports: [{ containerPort: SOLVER_PORT, name: "http" }] }],
  };
}

function labelsIn(http01: unknown): Readonly<Record<string, string>>[] {
  return Object.values(fields(http01)).map((way) => {
    const { labels } = fields(fields(fields(way).podTemplate).metadata);
    return fields(labels) as Readonly<Record<string, string>>;
  });
}
