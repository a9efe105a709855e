import type { Environment } from "../../environment.ts";
import { nameOf, ofKind } from "../../given.ts";
import { routesOf } from "../../network/hosts.ts";
import { programsAsking } from "../../order.ts";
import { code, listed } from "../../purposes/purposes.ts";
import { selectorText, type Workload } from "../../workloads.ts";
import { containerOf, firstServiceOf, kubectl, labelled, podOf, stores } from "../commands.ts";
import type { Part } from "../runbook.ts";

export function routes(environment: Environment): Part[] {
  const all = routesOf(environment);
  if (all.length === 0) return [];
  const k = kubectl(environment);
  const { ingress } = environment.resolved.cluster;
  const hosts = [...new Set(all.map(({ host }) => host))].filter((host) => !host.includes("*"));
  const ingresses = ofKind(environment, "Ingress").map(({ entry }) => nameOf(entry));
  const gateways = ofKind(environment, "Gateway").map(({ entry }) => nameOf(entry));
  return [
    {
      script: [
        ...ingresses.map((name) => `${k} describe ingress ${name}`),
        ...gateways.map((name) => `${k} describe gateway ${name}`),
        ...(gateways.length > 0 ? [`${k} describe httproutes`] : []),
        `kubectl -n ${ingress.namespace} get pods ${labelled(selectorText(ingress.pods))}`,
        `kubectl -n ${ingress.namespace} logs ${labelled(selectorText(ingress.pods))} --tail=100 --prefix`,
        ...hosts.map((host) => `nslookup ${host}`),
        `${k} get endpointslices`,
      ],
    },
    {
      list: [
        `No address at the ${gateways.length > 0 ? "Gateway" : "Ingress"}: the controller does not run, or has another class than ${code(ingress.class)}.`,
        "The name leads nowhere: its DNS record must point to that address.",
        "503: no pod behind the Service is ready.",
        "404: neither host nor path is routed; [network.md](network.md#addresses-outside) lists them.",
        ...(ofKind(environment, "Certificate").length > 0
          ? ["The browser warns of the certificate: it is not issued yet."]
          : []),
        "429 or 503 under load: the rate limits of the route.",
      ],
    },
    {
      see: [
        ...(ofKind(environment, "Certificate").length > 0 ? ["Look at the certificates"] : []),
        "Reach a Service from your machine",
      ],
    },
  ];
}

export function connections(environment: Environment): Part[] {
  const k = kubectl(environment);
  const own = stores(environment);
  return own
    .flatMap((store): Part[] => {
      const asks = programsAsking(environment, store);
      const service = firstServiceOf(environment, store);
      return [
        {
          text: `**${store.name}**${asks.length > 0 ? `, used by ${listed(asks.map(({ name }) => name))}` : ""}`,
        },
        {
          script: [
            `${k} get pods ${labelled(store.selector)}`,
            ...(service
              ? [`${k} get endpointslices -l kubernetes.io/service-name=${service.name}`]
              : []),
            `${k} logs ${podOf(environment, store)}${containerOf(store)} --tail=100`,
            `${k} exec ${podOf(environment, store)} -c ${store.pod.containers[0]?.name} -- ${alive(store)}`,
          ],
        },
      ];
    })
    .concat(
      own.length === 0
        ? []
        : [
            {
              list: [
                "Its pod does not run: see its events, and whether its volume is full.",
                "The password was changed on one side only.",
                "The program's connection is not declared in the platform file, so that the network refuses it.",
              ],
            },
            { see: ["Restart", "Rotate a secret", "A connection is refused by the network"] },
          ],
    );
}

function alive(store: Workload): string {
  return store.sort === "redis" ? "redis-cli ping" : "pg_isready";
}

export function network(environment: Environment): Part[] {
  const k = kubectl(environment);
  if (ofKind(environment, "NetworkPolicy").length === 0) return [];
  return [
    {
      text: "Everything is closed that the platform file does not declare. A pod that is not of the platform, such as one that is started to try something, reaches nothing but the cluster's DNS: ask a Service from your machine instead. What should be open must be in [network.md](network.md); if it is not, declare it (`calls`, a reference, a route).",
    },
    { script: [`${k} get networkpolicies`, `${k} describe networkpolicies`] },
    { see: ["Reach a Service from your machine"] },
  ];
}
