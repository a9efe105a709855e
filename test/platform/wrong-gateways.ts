import type { Row } from "./wrong-inputs.ts";

const programs =
  'const shop = web("shop", { ...plain, port: { http: 8000, ws: 8001 } });\nconst acme = issuer("acme", { email: "a@b.example", server: "letsencrypt" });\nconst tls = certificate("tls", { issuer: acme });';
const behind = (routing: string, gateway = "{}") =>
  `${programs}\n${routing}\nexport default platform("shop", { components: { shop, edge }, environments: { production: { ...place, cluster: { gateway: ${gateway} } } } });`;
const inEdge = (part: string) =>
  behind(`const edge = ingress("edge", { routes: [host().serves(shop)], ${part} });`);
const routes = (list: string) => behind(`const edge = ingress("edge", { routes: [${list}] });`);
const inCluster = (cluster: string) =>
  `const shop = web("shop", plain);\nexport default platform("shop", { components: { shop }, environments: { production: { ...place, cluster: { ${cluster} } } } });`;
const many = Array.from({ length: 65 }, (_, index) => `"/${index}"`).join(", ");

/** What a gateway cannot express, and how the environment says so. */
export const gatewayRows: readonly Row[] = [
  [
    "an ingress controller beside a gateway",
    inCluster('gateway: {}, /*!*/ingress: { class: "public" }'),
    "environment production: cluster.ingress has no effect: the gateway takes its place",
    "one of the two",
  ],
  [
    "an unknown option of a gateway",
    inCluster("gateway: { /*!*/clas: 'eg' }"),
    "environment production: cluster.gateway.clas is not an option",
    'did you mean "class"?',
  ],
  [
    "no hop at all",
    inCluster("gateway: { /*!*/trustedHops: 0 }"),
    "environment production: cluster.gateway.trustedHops must be a whole number from 1 to 255; it is 0",
  ],
  [
    "more annotations than a Gateway takes",
    inCluster(
      "gateway: { /*!*/annotations: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`a${i}`, 'b'])) }",
    ),
    "environment production: cluster.gateway.annotations holds 17 annotations; a Gateway takes 16",
  ],
  [
    "a Gateway whose name is too long for a label",
    inEdge("").replace(
      "environments",
      `names: { /*!*/gateway: "{platform}-${"long-".repeat(12)}x" }, environments`,
    ),
    /^platform shop: the Gateway's name: .*63/,
  ],
  [
    "another class beside the gateway's",
    inEdge('/*!*/class: "internal"'),
    'edge: class "internal": one Gateway, of class "eg", serves this environment',
    "class: null in this environment",
  ],
  [
    "an annotation for ingress-nginx behind a gateway",
    inEdge(
      'annotations: { "example.org/a": "b", /*!*/"nginx.ingress.kubernetes.io/server-snippet": "" }',
    ),
    "edge: the annotation nginx.ingress.kubernetes.io/server-snippet is read from Ingress objects, and a gateway has none",
    '"nginx.ingress.kubernetes.io/server-snippet": null in this environment',
  ],
  [
    "an annotation with which cert-manager looks at Ingress objects",
    inEdge('annotations: { /*!*/"cert-manager.io/cluster-issuer": "acme" }'),
    "edge: the annotation cert-manager.io/cluster-issuer is read from Ingress objects, and a gateway has none",
  ],
  [
    "a limit of connections behind a gateway",
    inEdge("rateLimit: { perSecond: 5, /*!*/connections: 10 }"),
    "edge: Envoy Gateway cannot limit the connections of each client",
    "connections: null in this environment",
  ],
  [
    "a way to https behind a gateway without TLS",
    inEdge("/*!*/redirect: true"),
    "edge: redirect leads to https, where the Gateway does not answer without tls",
    "tls, or redirect: false",
  ],
  [
    "a secret of another type for a gateway",
    inEdge('/*!*/tls: secret("own", ["tls.crt", "tls.key"])'),
    "edge: a Gateway takes Secrets of type kubernetes.io/tls only, and own is of type Opaque",
    'secret("own", ["tls.crt", "tls.key"], { type: "kubernetes.io/tls" })',
  ],
  [
    "two certificates for one host of a gateway",
    behind(
      'const edge = ingress("edge", { routes: [host().serves(shop, ["/a"])], tls });\nconst more = ingress("more", { routes: [host().serves(shop, ["/b"])], /*!*/tls: certificate("second", { issuer: acme }) });',
    ).replace("{ shop, edge }", "{ shop, edge, more }"),
    "more: shop.example has another certificate in edge, and a Gateway holds one for each host",
    "the certificate of edge",
  ],
  [
    "an origin that Envoy Gateway does not take",
    inEdge('cors: ["https://shop.example", /*!*/"https://[::1]:3000"]'),
    "edge: Envoy Gateway does not take the origin https://[::1]:3000",
    '"https://shop.example"',
  ],
  [
    "a body size behind a gateway that does not know about WebSockets",
    inEdge('/*!*/bodySize: "50Mi"'),
    "edge: bodySize makes Envoy Gateway read each request whole, and then no WebSocket passes",
    'webSockets: ["/ws"], the paths that carry them, or []',
  ],
  [
    "a body size where every path carries WebSockets",
    inEdge('/*!*/bodySize: "50Mi", webSockets: ["/"]'),
    "edge: bodySize has no effect behind a gateway: WebSockets run over every path",
    "bodySize: null in this environment",
  ],
  [
    "a body size that no gateway holds",
    inEdge('/*!*/bodySize: "4Gi", webSockets: []'),
    "edge: bodySize 4Gi is more than Envoy Gateway can hold of one request",
    "less than 4Gi, or bodySize: null in this environment",
  ],
  [
    "WebSockets over a path that no route has",
    inEdge('webSockets: [/*!*/"/ws"]'),
    "edge: webSockets: no route has the path /ws",
    "there is: /",
  ],
  [
    "a path that no HTTPRoute takes",
    routes('host("a").serves(shop), /*!*/host().serves(shop, ["/a//b"])'),
    'edge: the path "/a//b" cannot stand in an HTTPRoute',
    'a path such as "/api"',
  ],
  [
    "more paths than an HTTPRoute takes",
    behind(`const edge = ingress("edge", { /*!*/routes: [host().serves(shop, [${many}])] });`),
    "edge: shop.example has 65 paths to 1 ports; an HTTPRoute takes 128 to 16, 64 to each",
    "some of the paths in an ingress() of their own",
  ],
  [
    "a host to prove, and no Gateway to prove it over",
    `${programs}\nconst more = certificate("more", { /*!*/issuer: acme, hosts: [host("a")] });\nexport default platform("shop", { components: { shop, more }, environments: { production: { ...place, cluster: { gateway: {} } } } });`,
    "more: no ingress() makes a Gateway here, over which its hosts could be proven",
    "give acme a dns01 provider and http01: false, or route one of the hosts",
  ],
  [
    "a shared issuer whose environments are reached in different ways",
    'const acme = issuer("acme", { email: "a@b.example", server: "letsencrypt", /*!*/scope: "shared" });\nexport default platform("shop", { components: { acme }, environments: { production: { ...place, cluster: { gateway: {} } }, staging: { ...place, namespace: "staging" } } });',
    "acme: is shared, but hosts are proven over the Gateway shop in production and over Ingress class nginx in staging",
    'scope: "environment", or http01: false with dns01',
  ],
];
