import type { Live } from "./live.ts";
import { named } from "./live.ts";
import type { Played } from "./played.ts";

/** An Ingress of the server, as far as it names other objects. */
export interface LiveIngress extends Live {
  readonly spec: Live["spec"] & {
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: { readonly paths: readonly Path[] };
    }[];
    readonly tls?: readonly { readonly secretName?: string }[];
  };
}

interface Path {
  readonly path?: string;
  readonly backend: {
    readonly service?: { readonly name: string; readonly port?: { readonly name?: string } };
  };
}

/** Routes that lead to no port of a Service, and certificates that nobody made. */
export async function danglingRoutes(played: Played): Promise<string[]> {
  const [ingresses, services, secrets] = await Promise.all([
    played.each<LiveIngress>("/apis/networking.k8s.io/v1", "ingresses"),
    played.each("/api/v1", "services"),
    played.each<Live & { readonly type: string }>("/api/v1", "secrets"),
  ]);
  return ingresses.flatMap((ingress) => {
    const { rules = [], tls = [] } = ingress.spec;
    const beside = ({ metadata }: Live) => metadata.namespace === ingress.metadata.namespace;
    const paths = rules.flatMap(({ host, http }) =>
      (http?.paths ?? []).map(({ path, backend }) => ({ to: `${host}${path}`, ...backend })),
    );
    const lost = paths.filter(({ service }) => {
      const found = services.filter(beside).find(({ metadata }) => metadata.name === service?.name);
      return !found?.spec.ports?.some(({ name }) => name === service?.port?.name);
    });
    const bare = tls.filter(({ secretName }) => {
      const made = secrets.filter(beside).find(({ metadata }) => metadata.name === secretName);
      return made?.type !== "kubernetes.io/tls";
    });
    return [
      ...(paths.length === 0 ? [`${named(ingress)} has no route`] : []),
      ...lost.map(({ to }) => `${named(ingress)}: ${to} leads nowhere`),
      ...bare.map(({ secretName }) => `${named(ingress)}: there is no certificate ${secretName}`),
    ];
  });
}

/** An Ingress with a route to a port that its Service does not have, and a certificate of nobody. */
export function lostIngress(namespace: string, service: string) {
  const backend = { service: { name: service, port: { name: "nowhere" } } };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "lost", namespace },
    spec: {
      rules: [
        { host: "lost.example", http: { paths: [{ path: "/", pathType: "Prefix", backend }] } },
      ],
      tls: [{ hosts: ["lost.example"], secretName: "nobodys" }],
    },
  };
}
