import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { Place } from "../../references/place.ts";
import { once } from "../../world.ts";

/** A host name at which the platform itself is reached. */
export interface PublicHost {
  readonly item: Item;
  readonly path: FieldPath;
  readonly host: string;
}

/** The hosts of Ingresses, routes and Gateways. */
export const publicHosts = once((world): readonly PublicHost[] =>
  inventory(world).items.flatMap((item): PublicHost[] => {
    const places = hostPlaces(item);
    return places.flatMap(({ text, path }) =>
      text === undefined ? [] : [{ item, path, host: text.toLowerCase() }],
    );
  }),
);

function hostPlaces(item: Item): Place[] {
  const spec = new Place(item.object.spec, FieldPath.root.field("spec"));
  if (item.group === "networking.k8s.io" && item.kind === "Ingress")
    return spec.list("rules").map((rule) => rule.at("host"));
  if (item.group !== "gateway.networking.k8s.io") return [];
  if (item.kind === "Gateway")
    return spec.list("listeners").map((listener) => listener.at("hostname"));
  return spec.list("hostnames");
}

/** Two labels are not enough there: they belong to nobody. */
const SHARED = /^(?:co|com|org|net|gov|ac|edu)\.[a-z]{2}$|^(?:nip|sslip|xip)\.io$/;

/** The domain that somebody registered, as far as its labels tell: `shop.com` of `api.shop.com`. */
export function domainOf(host: string): string | undefined {
  const labels = host.replace(/^\*\./, "").split(".");
  if (labels.length < 2) return undefined;
  const two = labels.slice(-2).join(".");
  return SHARED.test(two) ? labels.slice(-3).join(".") : two;
}

const DOCUMENTATION = /(^|\.)example\.(?:com|org|net)$/;
/** Names that lead nowhere outside of one cluster. */
const PRIVATE = /\.(?:local|localhost|internal|lan|test|example|invalid|home\.arpa)$/;

/** Whether a name is one that is kept for documentation. */
export function isDocumentation(host: string): boolean {
  return DOCUMENTATION.test(host);
}

/** Whether a name means something else in each network. */
export function isPrivate(host: string): boolean {
  return PRIVATE.test(host);
}

/** What people write for any domain. */
const ANY = new Set(
  "foo.com bar.com foo.bar domain.com mydomain.com my-domain.com yourdomain.com your-domain.com test.com hello.com acme.com contoso.com".split(
    " ",
  ),
);

/** The Certificates that are asked of cert-manager, and what they say. */
export const certificates = once((world) =>
  inventory(world)
    .of("cert-manager.io", "Certificate")
    .map((item) => ({ item, spec: Place.of(item).at("spec") })),
);

/** The names for which the platform has certificates, where they are written by themselves. */
export const certifiedHosts = once((world): readonly string[] => {
  const asked = certificates(world).flatMap(({ spec }) => spec.list("dnsNames"));
  const served = inventory(world)
    .of("networking.k8s.io", "Ingress")
    .flatMap((item) => Place.of(item).list("spec", "tls"))
    .flatMap((each) => each.list("hosts"));
  return [...asked, ...served].flatMap(({ text }) =>
    text === undefined ? [] : [text.toLowerCase()],
  );
});

/** The domains of the platform. */
export const ownDomains = once((world): ReadonlySet<string> => {
  const hosts = [...publicHosts(world).map(({ host }) => host), ...certifiedHosts(world)];
  const domains = hosts.flatMap((host) =>
    isDocumentation(host) || isPrivate(host) ? [] : (domainOf(host) ?? []),
  );
  return new Set(domains.filter((domain) => !ANY.has(domain)));
});
