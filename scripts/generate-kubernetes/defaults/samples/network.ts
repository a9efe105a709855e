import { each, GLOBAL, LABELS, META, type Sample } from "./sample.ts";

export const NETWORK: Sample[] = [
  ...each("v1", "Service", [
    { selector: LABELS, ports: [{ port: 80 }] },
    {
      selector: LABELS,
      ports: [{ port: 80, targetPort: "http" }],
      type: "ClusterIP",
      clusterIP: "None",
    },
    { selector: LABELS, clusterIP: "None" },
    { selector: LABELS, ports: [{ port: 80 }], type: "NodePort" },
    { selector: LABELS, ports: [{ port: 80 }], type: "LoadBalancer" },
    { type: "ExternalName", externalName: "a.example" },
    { selector: LABELS, ports: [{ port: 80 }], externalIPs: ["203.0.113.1"] },
    {
      selector: LABELS,
      ports: [{ port: 80 }],
      sessionAffinity: "ClientIP",
      sessionAffinityConfig: {},
    },
    { selector: LABELS, ports: [{ port: 80 }], sessionAffinity: "ClientIP" },
    {
      selector: LABELS,
      ports: [{ port: 80 }],
      sessionAffinity: "ClientIP",
      sessionAffinityConfig: { clientIP: {} },
    },
  ]),
  ...each("networking.k8s.io/v1", "Ingress", [
    { defaultBackend: { service: { name: "s", port: { number: 80 } } } },
    {
      rules: [
        {
          host: "a.example",
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: "s", port: { name: "http" } } },
              },
            ],
          },
        },
      ],
      tls: [{ hosts: ["a.example"] }],
    },
  ]),
  ...each(
    "networking.k8s.io/v1",
    "IngressClass",
    [
      { controller: "a.example/b" },
      { controller: "a.example/b", parameters: { kind: "ConfigMap", name: "c" } },
    ],
    GLOBAL,
  ),
  ...each("networking.k8s.io/v1", "NetworkPolicy", [
    { podSelector: {} },
    { podSelector: {}, ingress: [{ ports: [{ port: 80 }], from: [{ podSelector: {} }] }] },
    {
      podSelector: {},
      egress: [{ ports: [{ port: 80, endPort: 90 }], to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }],
    },
    { podSelector: {}, ingress: [{}], egress: [{}] },
    { podSelector: {}, policyTypes: ["Egress"], egress: [{}] },
  ]),
  {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: META,
    addressType: "IPv4",
    endpoints: [{ addresses: ["10.1.2.3"] }],
    ports: [{ port: 80 }],
  },
  {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: META,
    subsets: [{ addresses: [{ ip: "10.1.2.3" }], ports: [{ port: 80 }] }],
  },
];
