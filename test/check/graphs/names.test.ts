import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Assumptions, parseAssumption } from "../../../src/check/assumptions.ts";
import { unknownHost } from "../../../src/check/graphs/unknown-host.ts";
import { unprovidedHost } from "../../../src/check/graphs/unprovided-host.ts";
import { run } from "../../../src/check/run.ts";
import { worldOfText } from "../read.ts";
import { foundBy, service, workload } from "./found.ts";

const NAMESPACE = { namespace: "shop" };

function reader(env: Readonly<Record<string, string>>, more = {}): string {
  const list = Object.entries(env).map(([name, value]) => ({ name, value }));
  const container = `env: ${JSON.stringify(list)}`;
  return workload("reader", { app: "reader" }, { ...NAMESPACE, container, ...more });
}

const redis = [
  service("redis", { app: "redis" }, "[{ port: 6379 }]", NAMESPACE),
  workload("redis", { app: "redis" }, NAMESPACE),
];

async function said(id: string, ...documents: readonly string[]): Promise<string[]> {
  return (await foundBy(id, ...documents)).map(({ message, fix }) => `${message} | ${fix}`);
}

describe("unknown-host", () => {
  const told = (env: Readonly<Record<string, string>>, ...more: readonly string[]) =>
    said("unknown-host", ...redis, reader(env), ...more);

  it("finds a misspelt name, and says which is meant", async () => {
    assert.deepEqual(await told({ CACHE_ADDR: "reddis:6379" }), [
      'CACHE_ADDR names reddis:6379, and there is no Service "reddis" in namespace shop | did you mean "redis"?',
    ]);
    assert.equal((await told({ CACHE_HOST: "redsi" })).length, 1);
  });

  it("finds the wrong namespace", async () => {
    const [found] = await told({ CACHE_URL: "redis://redis.production.svc:6379" });
    assert.match(
      found ?? "",
      /no Service "redis" in namespace production .* write redis\.shop\.svc/,
    );
  });

  it("finds a bare name that is only known in another namespace", async () => {
    const other = workload(
      "other",
      { app: "other" },
      { namespace: "jobs", container: 'env: [{ name: CACHE, value: "redis:6379" }]' },
    );
    const [found] = await said("unknown-host", ...redis, other);
    assert.match(found ?? "", /no Service "redis" in namespace jobs \| .* write redis\.shop\.svc/);
  });

  it("finds a name that lost its prefix, where everything has one", async () => {
    const prefixed = [
      service("dev-redis", { app: "redis" }, "[{ port: 6379 }]", NAMESPACE),
      workload("dev-redis", { app: "redis" }, NAMESPACE),
      workload(
        "dev-web",
        { app: "web" },
        { ...NAMESPACE, container: 'env: [{ name: CACHE_HOST, value: "redis" }]' },
      ),
    ];
    const [found] = await said("unknown-host", ...prefixed);
    assert.match(found ?? "", /the Service is called "dev-redis": a name prefix/);
  });

  it("finds a workload that has no Service", async () => {
    const [found] = await told(
      { QUEUE_URL: "amqp://rabbit:5672" },
      workload("rabbit", { app: "rabbit" }, NAMESPACE),
    );
    assert.match(found ?? "", /no Service "rabbit" .* add a Service for Deployment rabbit/);
  });

  it("tells one missing Service once, with who names it", async () => {
    const other = workload(
      "other",
      { app: "other" },
      { ...NAMESPACE, container: 'env: [{ name: CACHE, value: "redis://reddis" }]' },
    );
    const found = await told({ CACHE_ADDR: "reddis:6379", SECOND_URL: "redis://reddis/1" }, other);
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", /; so do Deployment other/);
  });

  it("never tells what stands before the host", async () => {
    const [found] = await told({ CACHE_URL: "redis://user:secret@reddis:6379" });
    assert.doesNotMatch(found ?? "secret", /secret|user/);
  });

  it("finds a place in a configuration file by its line", async () => {
    const config = `apiVersion: v1
kind: ConfigMap
metadata: { name: proxy, namespace: shop }
data:
  nginx.conf: |
    upstream app { server redis:6379; }
    location / { proxy_pass http://app; }
    location /x { proxy_pass http://redis.shop1.svc:6379; }
`;
    const proxy = workload(
      "proxy",
      { app: "proxy" },
      { ...NAMESPACE, pod: "volumes: [{ name: c, configMap: { name: proxy } }]" },
    );
    const [found, ...more] = await told({}, config, proxy);
    assert.match(found ?? "", /^line 3 of nginx\.conf names redis\.shop1\.svc:6379/);
    assert.deepEqual(more, []);
  });

  const fine: readonly (readonly [string, Readonly<Record<string, string>>, ...string[]])[] = [
    [
      "a Service that is there",
      { A_URL: "http://redis", B_HOST: "redis.shop", C: "redis.shop.svc" },
    ],
    ["hosts outside", { SMTP_HOST: "smtp.gmail.com", API_URL: "https://api.shop.dev" }],
    ["the API server", { API_URL: "https://kubernetes.default.svc", B_URL: "https://kubernetes" }],
    ["what lives with the cluster", { DNS_HOST: "kube-dns.kube-system.svc.cluster.local" }],
    ["a namespace of which nothing is known", { LOKI_URL: "http://loki.logging.svc:3100" }],
    ["the own pod", { SELF_URL: "http://localhost:80", B_HOST: "127.0.0.1" }],
    ["a word that is no host", { LOG_HOST: "stdout", DB_NAME: "reddis", MODE: "reddis:6379" }],
    [
      "what an operator makes after its object",
      { KAFKA_BROKERS: "events-kafka-bootstrap:9092" },
      `apiVersion: kafka.strimzi.io/v1beta2
kind: Kafka
metadata: { name: events, namespace: shop }
spec: {}
`,
    ],
    [
      "what a chart may bring",
      { CACHE_URL: "redis://reddis" },
      `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: cache, namespace: shop }
spec: { chart: { spec: { chart: redis, sourceRef: { kind: HelmRepository, name: x } } } }
`,
    ],
  ];
  for (const [what, env, ...more] of fine)
    it(`is silent of ${what}`, async () => {
      assert.deepEqual(await told(env, ...more), []);
    });

  it("is silent where the pod finds names elsewhere", async () => {
    const aliases = "hostAliases: [{ ip: 10.0.0.1, hostnames: [reddis] }]";
    const env = { CACHE_URL: "redis://reddis" };
    assert.deepEqual(await said("unknown-host", ...redis, reader(env, { pod: aliases })), []);
    const searches = "dnsConfig: { searches: [cache.svc.cluster.local] }";
    assert.deepEqual(await said("unknown-host", ...redis, reader(env, { pod: searches })), []);
  });

  it("is silent of what is assumed", async () => {
    const text = [...redis, reader({ CACHE_URL: "redis://reddis" })].join("---\n");
    const found = async (...assumed: readonly string[]) => {
      const given = assumed.flatMap((each) => parseAssumption(each) ?? []);
      const assumptions = new Assumptions(given);
      return run([unknownHost, unprovidedHost], { ...(await worldOfText(text)), assumptions })
        .length;
    };
    assert.equal(await found(), 1);
    assert.equal(await found("Service/shop/reddis"), 0);
    assert.equal(await found("Host/reddis"), 0);
    assert.equal(await found("Service/jobs/reddis"), 1);
  });
});

describe("unprovided-host", () => {
  it("tells what may be elsewhere, where unknown-host is silent", async () => {
    const world = [...redis, reader({ OTHER_URL: "http://payments:8080" })];
    assert.equal((await said("unprovided-host", ...world)).length, 1);
    assert.deepEqual(await said("unknown-host", ...world), []);
  });

  it("leaves it to unknown-host where the whole application is there", async () => {
    const world = [
      ...redis,
      service("web", { app: "web" }, "[{ port: 80 }]", NAMESPACE),
      workload("web", { app: "web" }, NAMESPACE),
      reader({ A_URL: "http://web", B_URL: "redis://redis", C_URL: "http://payments:8080" }),
    ];
    assert.deepEqual(await said("unprovided-host", ...world), []);
    assert.equal((await said("unknown-host", ...world)).length, 1);
  });
});

describe("wrong-service-port and unwritten-port", () => {
  const api = service("api", { app: "api" }, "[{ port: 80, targetPort: 8080 }]", NAMESPACE);
  const told = async (env: Readonly<Record<string, string>>, served = api) => [
    ...(await said("wrong-service-port", served, reader(env))),
    ...(await said("unwritten-port", served, reader(env))),
  ];

  it("finds the port of the pods instead of the Service's", async () => {
    assert.deepEqual(await told({ API_URL: "http://api:8080/" }), [
      'API_URL names api:8080, but Service "api" answers at 80 only | 8080 is the port of its pods: write 80',
    ]);
    assert.equal((await told({ API_HOST: "api", API_PORT: "8080" })).length, 1);
    assert.equal((await told({ API_ADDR: "api.shop:8080" })).length, 1);
  });

  it("finds a port that is only meant", async () => {
    assert.match((await told({ API_URL: "https://api" }))[0] ?? "", /which is port 443, but/);
  });

  const fine: readonly (readonly [string, Readonly<Record<string, string>>, string?])[] = [
    ["the port of the Service", { A_URL: "http://api", B_HOST: "api", C_ADDR: "api:80" }],
    [
      "pods themselves",
      { A_URL: "http://api:8080" },
      service("api", { app: "api" }, "[{ port: 80 }]", { ...NAMESPACE, more: "clusterIP: None" }),
    ],
    [
      "a name for something outside",
      { A_URL: "http://api:8080" },
      `apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec: { type: ExternalName, externalName: api.shop.com, ports: [{ port: 80 }] }
`,
    ],
    ["a port that another value gives", { A_URL: "https://api", A_LISTENS_AT: "80" }],
    ["a scheme that says no port", { A_URL: "grpc://api" }],
    ["the Service of another namespace", { A_URL: "http://api.other.svc:8080" }],
  ];
  for (const [what, env, served] of fine)
    it(`is silent of ${what}`, async () => assert.deepEqual(await told(env, served), []));

  it("takes every Service of a name that is written several times", async () => {
    const again = service("api", { app: "api" }, "[{ port: 8080 }]", NAMESPACE);
    const found = await foundBy("wrong-service-port", api, again, reader({ A: "http://api:8080" }));
    assert.deepEqual(found, []);
  });
});

describe("undeclared-headless-port", () => {
  const headless = service("db", { app: "db" }, "[{ port: 5432 }]", {
    ...NAMESPACE,
    more: "clusterIP: None",
  });
  const pods = (ports = "[{ containerPort: 5432 }, { containerPort: 9187 }]") =>
    workload("db", { app: "db" }, { ...NAMESPACE, kind: "StatefulSet", ports });
  const told = (value: string, ...world: readonly string[]) =>
    said("undeclared-headless-port", ...world, reader({ DB_ADDR: value }));

  it("finds a port that no pod declares", async () => {
    assert.match((await told("db:5433", headless, pods()))[0] ?? "", /declare 5432, 9187/);
    assert.equal((await told("db-0.db:5433", headless, pods())).length, 1);
  });

  it("is silent of declared ports, and where pods may listen anywhere", async () => {
    assert.deepEqual(await told("db:9187", headless, pods()), []);
    assert.deepEqual(await told("db:5433", headless, pods("[]")), []);
    assert.deepEqual(await told("db:5433", headless), []);
    assert.deepEqual(await told("db", headless, pods()), []);
  });
});

describe("unknown-pod-host", () => {
  const db = (spec = "replicas: 2") =>
    workload("db", { app: "db" }, { ...NAMESPACE, kind: "StatefulSet", spec });
  const headless = service("db", { app: "db" }, "[{ port: 5432 }]", {
    ...NAMESPACE,
    more: "clusterIP: None",
  });
  const told = (hosts: string, ...world: readonly string[]) =>
    said("unknown-pod-host", ...world, reader({ DB_HOSTS: hosts }));

  it("finds an ordinal above the replicas", async () => {
    assert.match((await told("db-2.db:5432", headless, db()))[0] ?? "", /has db-0 to db-1/);
    const one = await told("db-1.db.shop.svc.cluster.local", headless, db("replicas: 1"));
    assert.match(one[0] ?? "", /has only db-0/);
  });

  it("finds pods under a Service that is not headless, and under another one", async () => {
    const plain = service("db", { app: "db" }, "[{ port: 5432 }]", NAMESPACE);
    assert.match((await told("db-0.db:5432", plain, db()))[0] ?? "", /not headless/);
    const named = headless.replace("name: db,", "name: db-pods,");
    const found = await told("db-0.db-pods:5432", headless, named, db());
    assert.match(found[0] ?? "", /under Service db \| write db-0\.db$/);
  });

  it("is silent of pods that there are, or may be", async () => {
    assert.deepEqual(await told("db-0.db:5432,db-1.db.shop.svc:5432", headless, db()), []);
    assert.deepEqual(
      await told("db-3.db", headless, db("replicas: 2, ordinals: { start: 2 }")),
      [],
    );
    assert.deepEqual(await told("other-7.db", headless, db()), []);
    assert.deepEqual(await told("db-7.db:5432", headless), []);
    const autoscaler = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db, namespace: shop }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: StatefulSet, name: db }, maxReplicas: 5 }
`;
    assert.deepEqual(await told("db-4.db", headless, db(), autoscaler), []);
    assert.equal((await told("db-5.db:5432", headless, db(), autoscaler)).length, 1);
  });
});

describe("unresolved-host", () => {
  const told = (pod: string, value = "redis://redis:6379") =>
    said("unresolved-host", ...redis, reader({ CACHE_URL: value }, { pod }));

  it("finds names of Services on the node's network, and with the node's DNS", async () => {
    assert.equal((await told("hostNetwork: true")).length, 1);
    assert.equal((await told("dnsPolicy: Default")).length, 1);
    assert.equal((await told("hostNetwork: true", "http://loki.logging.svc")).length, 1);
  });

  it("is silent where the cluster's DNS is asked, or nothing of it", async () => {
    assert.deepEqual(await told("hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet"), []);
    assert.deepEqual(await told("dnsPolicy: Default, dnsConfig: { nameservers: [10.0.0.10] }"), []);
    assert.deepEqual(await told("hostNetwork: true", "http://api.shop.com"), []);
    assert.deepEqual(await told("hostNetwork: true", "http://localhost:6379"), []);
    const issuer = reader({ TOKEN_ISSUER: "https://redis.shop.svc" }, { pod: "hostNetwork: true" });
    assert.deepEqual(await said("unresolved-host", ...redis, issuer), []);
    assert.deepEqual(await told(""), []);
  });
});

describe("unresolvable-external-name", () => {
  const alias = (name: string) => `apiVersion: v1
kind: Service
metadata: { name: alias }
spec: { type: ExternalName, externalName: ${name} }
`;
  it("finds addresses, single words and names without the domain of the cluster", async () => {
    for (const name of ["10.0.0.5", "redis", "redis.shop.svc"])
      assert.equal((await said("unresolvable-external-name", alias(name))).length, 1, name);
  });

  it("is silent of whole names, and of what an Ingress leads to", async () => {
    for (const name of ["redis.shop.svc.cluster.local", "db.shop.com", "db.shop.com."])
      assert.deepEqual(await said("unresolvable-external-name", alias(name)), []);
    const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec: { defaultBackend: { service: { name: alias, port: { number: 80 } } } }
`;
    assert.deepEqual(await said("unresolvable-external-name", alias("10.0.0.5"), ingress), []);
  });
});

describe("localhost-address", () => {
  const told = (value: string, more = {}) =>
    said("localhost-address", ...redis, reader({ CACHE_URL: value }, more));

  it("finds localhost at the port of another pod's Service", async () => {
    assert.match((await told("redis://localhost:6379"))[0] ?? "", /write redis:6379/);
    assert.equal((await told("redis://127.0.0.1/1")).length, 1);
  });

  it("is silent where something of the pod may listen", async () => {
    assert.deepEqual(await told("redis://localhost", { pod: "hostNetwork: true" }), []);
    assert.deepEqual(await told("redis://localhost", { ports: "[{ containerPort: 6379 }]" }), []);
    assert.deepEqual(await told("http://localhost:8080"), []);
    assert.deepEqual(await told("postgres://localhost:5432"), []);
    const sidecar = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - { name: proxy, image: "example.com/proxy:v1" }
    - { name: web, image: "example.com/web:v1", env: [{ name: A, value: "redis://localhost" }] }
`;
    assert.deepEqual(await said("localhost-address", ...redis, sidecar), []);
    const own = workload(
      "probe",
      { app: "redis" },
      { ...NAMESPACE, container: 'command: [redis-cli, -h, localhost, -p, "6379"]' },
    );
    assert.deepEqual(await said("localhost-address", ...redis, own), []);
  });
});
