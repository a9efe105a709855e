import { isFields } from "../../../kubernetes/fields.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { Place } from "../../references/place.ts";
import { once, type World } from "../../world.ts";
import { annotationsOf } from "../ingress-nginx/ingresses.ts";

/** A certificate that somebody asks cert-manager for: by a Certificate, or by a TLS block of an Ingress. */
export interface Wanted {
  readonly item: Item<unknown>;
  readonly namespace: string | undefined;
  /** Where the Secret is named. */
  readonly path: FieldPath;
  readonly secretName: string;
  /** The name of the Certificate: cert-manager gives that of the Secret to those that it makes. */
  readonly certificate: string;
  readonly hosts: readonly { readonly name: string; readonly path: FieldPath }[];
  readonly issuer: IssuerRef | undefined;
}

export interface IssuerRef {
  readonly kind: string;
  readonly name: string;
}

const TLS = FieldPath.root.field("spec", "tls");

/** @see github.com/cert-manager/cert-manager/pkg/controller/certificate-shim/sync.go */
export const wantedCertificates = once((world: World): readonly Wanted[] => [
  ...inventory(world).of("cert-manager.io", "Certificate").flatMap(ofCertificate),
  ...inventory(world).all("Ingress").flatMap(ofIngress),
]);

function ofCertificate(item: Item): Wanted[] {
  const spec = Place.of(item).at("spec");
  const secret = spec.at("secretName");
  if (secret.text === undefined) return [];
  const hosts = spec
    .list("dnsNames")
    .flatMap(({ text, path }) => (text ? [{ name: text, path }] : []));
  const common = spec.at("commonName");
  if (hosts.length === 0 && common.text) hosts.push({ name: common.text, path: common.path });
  const name = spec.at("issuerRef", "name").text;
  const kind = spec.at("issuerRef", "kind").text ?? "Issuer";
  return [
    {
      item,
      namespace: item.namespace,
      path: secret.path,
      secretName: secret.text,
      certificate: item.name,
      hosts,
      issuer: name === undefined ? undefined : { kind, name },
    },
  ];
}

function ofIngress(item: Item<{ readonly spec?: unknown }>): Wanted[] {
  const annotations = new Map(annotationsOf(item.object).map(({ key, value }) => [key, value]));
  const cluster = annotations.get("cert-manager.io/cluster-issuer");
  const own = annotations.get("cert-manager.io/issuer");
  const kind = annotations.get("cert-manager.io/issuer-kind") ?? "Issuer";
  const group = annotations.get("cert-manager.io/issuer-group") ?? "cert-manager.io";
  const isAsked = cluster ?? own ?? annotations.get("kubernetes.io/tls-acme");
  if (isAsked === undefined || !isFields(item.object.spec)) return [];
  const issuer = cluster
    ? { kind: "ClusterIssuer", name: cluster }
    : own && group === "cert-manager.io"
      ? { kind, name: own }
      : undefined;
  const blocks = Array.isArray(item.object.spec.tls) ? item.object.spec.tls : [];
  return blocks.flatMap((block, index): Wanted[] => {
    if (!isFields(block) || typeof block.secretName !== "string" || block.secretName === "")
      return [];
    const at = TLS.index(index);
    const names: unknown[] = Array.isArray(block.hosts) ? block.hosts : [];
    return [
      {
        item,
        namespace: item.namespace,
        path: at.field("secretName"),
        secretName: block.secretName,
        certificate: block.secretName,
        hosts: names.flatMap((name, host) =>
          typeof name === "string" ? [{ name, path: at.field("hosts").index(host) }] : [],
        ),
        issuer,
      },
    ];
  });
}

/** The ACME solvers of an issuer of the world; undefined where it is no ACME issuer, or not there. */
export function solversOf(
  world: World,
  { kind, name }: IssuerRef,
  namespace: string | undefined,
): readonly Place[] | undefined {
  const within = kind === "ClusterIssuer" ? "" : namespace;
  const found = inventory(world).find({ group: "cert-manager.io", kind, namespace: within, name });
  const acme = found && Place.of(found).at("spec", "acme");
  return acme?.isThere ? acme.list("solvers") : undefined;
}
