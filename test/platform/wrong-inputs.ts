import { gatewayRows } from "./wrong-gateways.ts";
import { gitopsRows } from "./wrong-gitops.ts";
import { secretRows } from "./wrong-secrets.ts";
import { storeRows } from "./wrong-stores.ts";

/** Files with one mistake each, and what a person is told. */
export type Row = readonly [
  name: string,
  source: string,
  message: string | RegExp,
  instead?: string,
];

export const inWeb = (part: string) =>
  `const shop = web("shop", { ...plain, ${part} });\nexport default platform("shop", { components: { shop }, environments: { production: place } });`;
export const inChange = (part: string) =>
  `const shop = web("shop", { ...plain });\nconst settings = config("settings", { LEVEL: "a" });\nexport default platform("shop", {\n  components: { shop, settings },\n  environments: { production: { ...place, components: { ${part} } } },\n});`;
export const inPlatform = (part: string) =>
  `const shop = web("shop", { ...plain });\nexport default platform("shop", { components: { shop }, environments: { production: place }, ${part} });`;
const inPlace = (part: string) =>
  `const shop = web("shop", { ...plain });\nexport default platform("shop", { components: { shop }, environments: { production: { ...place, ${part} } } });`;

/** Each row: what is wrong, the file with the place of it marked, what is told, what to write instead. */
export const rows: readonly Row[] = [
  ...gatewayRows,
  // changes of an environment
  [
    "unknown component in a change",
    inChange("/*!*/shopp: { scale: 2 }"),
    'environment production: "shopp" is not a component of this platform',
    'did you mean "shop"?',
  ],
  [
    "unknown option in a change",
    inChange("shop: { /*!*/scal: 2 }"),
    "environment production, shop: scal is not an option",
    'did you mean "scale"?',
  ],
  [
    "unknown nested option in a change",
    inChange('shop: { resources: { cpu: { /*!*/requst: "1" } } }'),
    "environment production, shop: resources.cpu.requst is not an option",
    'did you mean "request"?',
  ],
  [
    "removal of what is not there",
    inChange("settings: { /*!*/LEVLE: null }"),
    "environment production, settings: LEVLE is taken out, but it is not there",
    "leave the line out",
  ],
  [
    "removal of what must be there",
    inChange("shop: { /*!*/image: null }"),
    /environment production, shop: image must be an image .*; it is null/,
  ],
  [
    "true for a component",
    inChange("/*!*/shop: true"),
    "environment production, shop: must be an object of options; it is true",
  ],
  [
    "a limit that falls below the request",
    inChange('shop: { resources: { /*!*/cpu: { request: "2" } } }'),
    "environment production, shop: resources.cpu the limit 1 is below the request 2",
  ],
  // environments
  [
    "unknown field of an environment",
    inPlace("/*!*/domian: 'a.example'"),
    "environment production: domian is not an option",
    'did you mean "domain"?',
  ],
  [
    "namespace that another environment has under another prefix",
    'const shop = web("shop", { ...plain });\nexport default platform("shop", { components: { shop }, environments: { production: { ...place, /*!*/namespace: "shop" }, trial: { ...place, namespace: "shop", prefix: "trial-" } } });',
    "environment production: trial has the same namespace, shop: their Services and policies would select each other's pods",
    "a namespace for each; without prefixes, if they are in clusters of their own",
  ],
  [
    "namespace that is none",
    inPlace('/*!*/namespace: "My_Shop"'),
    /namespace "My_Shop" .*"my-shop"/,
  ],
  ["domain that is none", inPlace('/*!*/domain: "shop example"'), /domain "shop example"/],
  ["prefix that is none", inPlace('/*!*/prefix: "Dev_"'), /prefix "Dev_x"/],
  [
    "secret store that is none",
    inPlace('/*!*/secrets: "vault"'),
    'environment production: secrets must be existing(), or generated(), or externalSecrets({ store, path }), or dotenv({ file }), or sealedSecrets({ certificate }), or sops({ age }); it is "vault"',
  ],
  [
    "Kubernetes that nobody knows",
    inPlace('cluster: { /*!*/kubernetes: "1.99" }'),
    'environment production: cluster.kubernetes "1.99" is not known; write "1.31" to "1.36"',
  ],
  ["quota without memory", inPlace("/*!*/quota: { cpu: 1, pods: 5 }"), /quota.memory is missing/],
  // the platform
  [
    "unknown option of the platform",
    inPlatform("/*!*/label: {}"),
    "platform shop: label is not an option",
    'did you mean "labels"?',
  ],
  [
    "pattern without its placeholder",
    inPlatform('names: { /*!*/autoscaler: "hpa" }'),
    "platform shop: names.autoscaler has no {name}: all objects of this sort would have one name",
  ],
  [
    "placeholder that stands for nothing",
    inPlatform('names: { /*!*/budget: "{nmae}-{name}" }'),
    'platform shop: names.budget {nmae} stands for nothing; did you mean "name"?',
  ],
  [
    "two ways to name network policies",
    inPlatform('names: { /*!*/edge: "{from}-{to}", policy: "{name}-policy" }'),
    "platform shop: names.edge has no effect: policy puts all connections of a component in one",
    "one of the two",
  ],
  [
    "one label for all components",
    inPlatform('selector: "app", labels: { /*!*/app: "shop" }'),
    "platform shop: labels.app tells components apart: with one value for all, each Service would pick all pods",
  ],
  [
    "selector that all objects share",
    inPlatform('/*!*/selector: "app.kubernetes.io/part-of"'),
    "platform shop: selector app.kubernetes.io/part-of cannot tell components apart: with one value for all, each Service would pick all pods",
    '"app.kubernetes.io/name"',
  ],
  [
    "file of an unknown component",
    inPlatform('files: { main: [/*!*/"shopp"] }'),
    'platform shop: files.main.0 names "shopp", which is no component',
    'did you mean "shop"?',
  ],
  [
    "raw object without a name",
    inPlatform('objects: [/*!*/{ apiVersion: "v1", kind: "ConfigMap" }]'),
    /objects.0 must be an object with apiVersion, kind and metadata.name/,
  ],
  [
    "reference in a raw object",
    inPlatform(
      'objects: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { /*!*/url: shop.url } }]',
    ),
    "platform shop: objects.0.data.url holds shop.url, which has no value in a raw object: write the text itself",
  ],
  [
    "function in a raw object",
    inPlatform(
      'objects: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { /*!*/url: () => 1 } }]',
    ),
    /objects.0.data.url is a function/,
  ],
  [
    "no environments",
    'export default /*!*/platform("shop", { components: {}, environments: {} });',
    "platform shop has no environments",
    "environments: { production: { namespace: … } }",
  ],
  [
    "unknown environment",
    'export default platform("shop", { components: {}, /*!*/environments: { prodution: place } });',
    'platform shop has no environment "production"',
    'did you mean "prodution"?',
  ],
  [
    "something else among the components",
    'export default platform("shop", { components: { /*!*/shop: 1 }, environments: { production: place } });',
    "components.shop is not a component",
  ],
  [
    "one component twice",
    'const shop = web("shop", plain);\nexport default platform("shop", { components: { /*!*/shop, store: shop }, environments: { production: place } });',
    "components.shop and components.store are one and the same component",
    "list it once",
  ],
  // options of components
  [
    "misspelt option behind a spread",
    inWeb("/*!*/budgte: 1"),
    "shop: budgte is not an option",
    'did you mean "budget"?',
  ],
  [
    "missing option",
    'const shop = /*!*/web("shop", { image: app, port: 80, resources });\nexport default platform("shop", { components: { shop }, environments: { production: place } });',
    /shop: scale is missing/,
  ],
  [
    "image without a tag",
    inWeb('/*!*/image: "nginx"'),
    /shop: image "nginx" has no tag .*"nginx:1.0.0"/,
  ],
  ["image that is none", inWeb('/*!*/image: "Nginx:1"'), /image "Nginx:1" is not an image/],
  [
    "image of a step without a tag",
    inWeb('init: { prepare: { command: ["true"], /*!*/image: "busybox" } }'),
    /shop: init.prepare.image "busybox" has no tag/,
  ],
  [
    "quantity that is none",
    inWeb('resources: { cpu: ["100m", "1"], memory: [/*!*/"512mb", "1Gi"] }'),
    /shop: resources.memory.0 .*512mb/,
  ],
  [
    "quantity of a thousandth of a byte",
    inWeb('resources: { cpu: ["100m", "1"], memory: [/*!*/"512m", "1Gi"] }'),
    /resources.memory.0 .*fraction of a byte.*"512Mi"/,
  ],
  [
    "negative quantity",
    inWeb('resources: { cpu: [/*!*/"-1", "1"], memory: ["1Gi", "1Gi"] }'),
    /resources.cpu.0 .*must not be negative/,
  ],
  [
    "limit below the request",
    inWeb('resources: { cpu: ["1", "1"], /*!*/memory: ["1Gi", "512Mi"] }'),
    "shop: resources.memory the limit 512Mi is below the request 1Gi",
  ],
  [
    "one amount alone",
    inWeb('resources: { /*!*/cpu: "1", memory: ["1Gi", "1Gi"] }'),
    /resources.cpu must be a pair/,
  ],
  [
    "name that is none",
    'const shop = /*!*/web("My Shop", plain);\nexport default platform("shop", { components: { shop }, environments: { production: place } });',
    /web: "My Shop" .*"my-shop"/,
  ],
  [
    "name that is too long",
    `const shop = /*!*/web("${"a".repeat(64)}", plain);\nexport default platform("shop", { components: { shop }, environments: { production: place } });`,
    /64 characters, at most 63/,
  ],
  [
    "port that is none",
    inWeb("/*!*/port: 70000"),
    /shop: port must be a whole number from 1 to 65535, or .*; it is 70000/,
  ],
  ["name of a port that is none", inWeb("port: { /*!*/Web_Port: 80 }"), /shop: port.Web_Port/],
  [
    "two ports of one number",
    inWeb("port: { http: 80, /*!*/ws: 80 }"),
    "shop: two ports of this pod are 80",
    "another number",
  ],
  [
    "port of a sidecar that is taken",
    inWeb('sidecars: { proxy: { image: "a:1", resources, ports: { /*!*/admin: 8000 } } }'),
    "shop: two ports of this pod are 8000",
  ],
  [
    "container name that is taken",
    inWeb('init: { /*!*/shop: { command: ["true"] } }'),
    'shop: a second container of this pod is called "shop"',
  ],
  [
    "duration that is none",
    inWeb('probes: { liveness: { get: "/", /*!*/after: "30" } }'),
    /shop: probes.liveness.after "30"/,
  ],
  [
    "duration that Prometheus does not know",
    inWeb('metrics: { /*!*/interval: "1.5m" }'),
    /metrics.interval .*1\.5m/,
  ],
  [
    "cron line that is none",
    'const a = cron("a", { image: app, resources, /*!*/schedule: "0 25 * * *" });\nexport default platform("shop", { components: { a }, environments: { production: place } });',
    /a: schedule .*25/,
  ],
  [
    "time zone that is none",
    'const a = cron("a", { image: app, resources, schedule: "@daily", /*!*/timeZone: "Mars/Phobos" });\nexport default platform("shop", { components: { a }, environments: { production: place } });',
    /a: timeZone .*Mars\/Phobos/,
  ],
  ["name of a variable that is none", inWeb('env: { /*!*/"A=B": "1" }'), /shop: env.A=B/],
  [
    "undefined in env",
    inWeb("env: { /*!*/HOME: process.env.NOT_SET_ANYWHERE }"),
    "shop: env.HOME must be a text, a number or a reference; it is undefined",
  ],
  [
    "component in env",
    inWeb("env: { /*!*/A: app, B: 1 }"),
    /shop: env.A must be a text, a number or a reference/,
  ],
  [
    "secret in a config",
    'const login = secret("login", ["KEY"]);\nconst a = config("a", { /*!*/KEY: login.key("KEY") });\nexport default platform("shop", { components: { a }, environments: { production: place } });',
    /a: KEY must be a text, a number or a reference without a secret/,
  ],
  [
    "key of a config that is none",
    'const a = config("a", { /*!*/"a/b": "1" });\nexport default platform("shop", { components: { a }, environments: { production: place } });',
    /a: a\/b/,
  ],
  [
    "key that cannot become a variable",
    'const a = config("a", { "1st": "1" });\nconst shop = web("shop", { ...plain, /*!*/envFrom: [a] });\nexport default platform("shop", { components: { shop }, environments: { production: place } });',
    'shop: the key "1st" of a cannot become an environment variable',
  ],
  [
    "two mounts at one place",
    inWeb('mounts: { "/data": scratch(), /*!*/"/data/": scratch() }'),
    'shop: mounts./data/ is the same folder as "/data"',
  ],
  [
    "mount of a data store",
    'const data = volume("data", { size: "1Gi" });\nconst login = secret("login", ["A", "B"]);\nconst db = postgres("db", { version: "15", storage: data, user: login.key("A"), password: login.key("B"), resources });\nconst shop = web("shop", { ...plain, mounts: { /*!*/"/data": db } });\nexport default platform("shop", { components: { shop }, environments: { production: place } });',
    /mounts.\/data must be a volume, config, secret or scratch\(\).*; it is the component db/,
  ],
  [
    "budget that no pod may leave",
    inWeb("scale: 2, /*!*/budget: 2"),
    "shop: budget 2 keeps all 2 of its pods in production, so no node could be drained",
    "1, or a higher scale.min",
  ],
  [
    "budget of the only pod",
    inWeb("scale: 1, /*!*/budget: 1"),
    "shop: budget 1 keeps the only one of its pods in production, so no node could be drained",
  ],
  [
    "budget in percent that rounds up to all",
    inWeb('scale: { min: 2, max: 4, cpu: 70 }, /*!*/budget: "51%"'),
    /budget 51% keeps all 2/,
  ],
  [
    "budget of none missing",
    inWeb("scale: 3, /*!*/budget: { unavailable: 0 }"),
    "shop: budget lets no pod go, so no node could be drained",
    "{ unavailable: 1 }",
  ],
  [
    "budget that a change of the scale breaks",
    'const shop = web("shop", { ...plain, scale: 3, /*!*/budget: 2 });\nexport default platform("shop", { components: { shop }, environments: { production: { ...place, components: { shop: { scale: 2 } } } } });',
    /budget 2 keeps all 2 of its pods in production/,
  ],
  [
    "autoscaler without a target",
    inWeb("/*!*/scale: { min: 1, max: 3 }"),
    "shop: the autoscaler has nothing to aim for",
    "cpu: 70, memory: 80 or metrics",
  ],
  [
    "autoscaler upside down",
    inWeb("scale: { min: 4, /*!*/max: 3, cpu: 70 }"),
    "shop: scale.max 3 is below scale.min 4",
  ],
  [
    "autoscaler down to nothing",
    inWeb("scale: { /*!*/min: 0, max: 3, cpu: 70 }"),
    "shop: scale.min is 0: it can go to 1",
  ],
  [
    "speed of the autoscaler without an amount",
    inWeb('scale: { min: 1, max: 3, cpu: 70, up: { /*!*/every: "1m" } }'),
    "shop: scale.up.every limits nothing without percent or pods",
  ],
  [
    "window of the autoscaler that is too long",
    inWeb('scale: { min: 1, max: 3, cpu: 70, down: { /*!*/window: "2h" } }'),
    'shop: scale.down.window "2h" must be from "0s" to "1h"',
  ],
  [
    "span of the autoscaler's speed that is none",
    inWeb('scale: { min: 1, max: 3, cpu: 70, up: { pods: 1, /*!*/every: "0s" } }'),
    'shop: scale.up.every "0s" must be from "1s" to "30m"',
  ],
  [
    "two autoscalers that would fight",
    inWeb('scale: { min: 1, max: 3, memory: 70 }, vertical: { /*!*/mode: "recreate" }'),
    'shop: vertical "recreate" changes the requests in percent of which scale counts memory: the two would fight',
    'mode: "off", which only recommends, or scale by metrics alone',
  ],
  [
    "shards without members",
    'const a = worker("a", { image: app, resources, scale: 2, /*!*/shards: 2 });\nexport default platform("shop", { components: { a }, environments: { production: place } });',
    "a: shards needs member: without it no pod knows which part is its own",
    'member: "SHARD" beside it',
  ],
  [
    "no shards at all",
    'const n = setting("n", 0);\nconst a = worker("a", { image: app, resources, scale: 2, member: "N", /*!*/shards: n });\nexport default platform("shop", { components: { a, n }, environments: { production: place } });',
    "a: shards is 0",
  ],
  [
    "fewer members than shards",
    'const a = worker("a", { image: app, resources, /*!*/scale: 2, member: "N", shards: { count: 4, reshards: true } });\nexport default platform("shop", { components: { a }, environments: { production: place } });',
    "a: scale 2 is below its 4 shards in production: 2 shards would have no worker",
  ],
  [
    "metric of an autoscaler that nobody serves",
    inWeb("scale: { min: 1, max: 3, metrics: { /*!*/queue_length: 5 } }"),
    "shop: its autoscaler follows queue_length, which nobody serves in production",
    'podMetrics("adapter-config", { queue_length: { counter: … } }) among the components, or cluster: { podMetrics: ["queue_length"] } where the cluster serves it',
  ],
  [
    "misspelt metric of an autoscaler",
    'const shop = web("shop", { ...plain, metrics: true, scale: { min: 1, max: 3, metrics: { /*!*/http_request_per_second: 5 } } });\nconst rates = podMetrics("rates", { http_requests_per_second: { counter: "http_requests_total" } });\nexport default platform("shop", { components: { shop, rates }, environments: { production: place } });',
    "shop: its autoscaler follows http_request_per_second, which nobody serves in production",
    'did you mean "http_requests_per_second"?',
  ],
  [
    "metric of an autoscaler that nobody collects",
    'const shop = web("shop", { ...plain, scale: { min: 1, max: 3, metrics: { /*!*/http_requests_per_second: 5 } } });\nconst rates = podMetrics("rates", { http_requests_per_second: { counter: "http_requests_total" } });\nexport default platform("shop", { components: { shop, rates }, environments: { production: place } });',
    "shop: its autoscaler follows http_requests_per_second, but nobody collects its http_requests_total",
    "metrics: true on it",
  ],
  [
    "rate over less than two collections",
    'const shop = web("shop", { ...plain, metrics: { interval: "1m" }, scale: { min: 1, max: 3, metrics: { http_requests_per_second: 5 } } });\nconst rates = podMetrics("rates", { http_requests_per_second: { counter: "http_requests_total", /*!*/window: "90s" } });\nexport default platform("shop", { components: { shop, rates }, environments: { production: place } });',
    "rates: http_requests_per_second looks back 90s, but shop is asked every 1m: a rate needs two values",
    "a window of four intervals",
  ],
  [
    "counter that is none",
    'const rates = podMetrics("rates", { requests: { /*!*/counter: "http.requests" } });\nexport default platform("shop", { components: { rates }, environments: { production: place } });',
    /rates: requests.counter "http.requests" is no name of a metric/,
  ],
  [
    "name of a metric that is none",
    'const rates = podMetrics("rates", { /*!*/"requests/s": { counter: "http_requests_total" } });\nexport default platform("shop", { components: { rates }, environments: { production: place } });',
    /rates: requests\/s "requests\/s" is no name of a metric/,
  ],
  [
    "change of metrics that all environments share",
    'const rates = podMetrics("rates", { requests: { counter: "http_requests_total" } });\nexport default platform("shop", { components: { rates }, environments: { production: { ...place, components: { /*!*/rates: { requests: { window: "5m" } } } } } });',
    /rates: is shared by all environments/,
  ],
  ["label that is none", inWeb('/*!*/label: "shop api"'), /shop: label "shop api" .*"shop-api"/],
  [
    "empty label",
    inWeb('/*!*/label: ""'),
    "shop: label is empty: no component could be told by it",
  ],
  [
    "label of another component",
    'const shop = web("shop", plain);\nconst a = worker("a", { image: app, resources, scale: 2, /*!*/label: "shop" });\nexport default platform("shop", { components: { shop, a }, environments: { production: place } });',
    "a: the pods of a and of shop would both carry app.kubernetes.io/name: shop, and each one's Service and policies would pick all of them",
    "another label",
  ],
  [
    "label of another component by a change",
    'const shop = web("shop", plain);\nconst a = worker("a", { image: app, resources, scale: 2 });\nexport default platform("shop", { components: { shop, a }, environments: { production: { ...place, components: { a: { /*!*/label: "shop" } } } } });',
    /the pods of a and of shop would both carry/,
  ],
  [
    "selector among the labels of pods",
    inWeb('labels: { /*!*/"app.kubernetes.io/name": "store" }'),
    "shop: app.kubernetes.io/name is the label that selects its pods: label says its value",
    'label: "store"',
  ],
  [
    "strategy that can do nothing",
    inWeb("/*!*/strategy: { surge: 0 }"),
    "shop: strategy can neither add a pod nor take one away",
  ],
  [
    "strategy of members",
    'const a = worker("a", { image: app, resources, scale: 2, member: "N", /*!*/strategy: "recreate" });\nexport default platform("shop", { components: { a }, environments: { production: place } });',
    /a: strategy has no effect with member/,
  ],
  [
    "member number that env sets too",
    'const a = worker("a", { image: app, resources, scale: 2, env: { N: 1 }, /*!*/member: "N" });\nexport default platform("shop", { components: { a }, environments: { production: place } });',
    /a: N is set in env already/,
  ],
  [
    "probe of an unknown port",
    inWeb('probes: { /*!*/liveness: { get: "/", port: "ws" } }'),
    'shop: there is no port "ws"',
    'one of "http"',
  ],
  [
    "probe that asks nothing",
    inWeb('probes: { /*!*/liveness: { after: "5s" } }'),
    "shop: probes.liveness names nothing to ask: add get, tcp, exec or grpc",
  ],
  [
    "probe of liveness that wants two successes",
    inWeb('probes: { liveness: { get: "/", /*!*/successes: 2 } }'),
    /probes.liveness.successes must be 1/,
  ],
  ["empty command", inWeb("/*!*/migrate: []"), /shop: migrate must be a list of one or more/],
  [
    "address range that is none",
    inWeb('services: { lb: { loadBalancer: { from: [/*!*/"10.0.0.0/33"] } } }'),
    /services.lb.loadBalancer.from.0 .*10\.0\.0\.0\/33/,
  ],
  [
    "empty list of addresses, which would mean everybody",
    inWeb("services: { lb: { loadBalancer: { /*!*/from: [] } } }"),
    /from must be a list of one or more.*; it is an empty list/,
  ],
  [
    "load balancer of an unknown port",
    inWeb("services: { lb: { loadBalancer: { ports: { /*!*/https: 443 } } } }"),
    'shop: there is no port "https"',
  ],
  [
    "call of what does not listen",
    'const a = config("a", {});\nconst shop = web("shop", { ...plain, calls: [/*!*/a] });\nexport default platform("shop", { components: { shop }, environments: { production: place } });',
    /shop: calls.0 must be what listens.*; it is the component a/,
  ],
  [
    "connection to a worker without a port",
    'const a = /*!*/worker("a", { image: app, resources, scale: 1 });\nconst shop = web("shop", { ...plain, calls: [a] });\nexport default platform("shop", { components: { shop, a }, environments: { production: place } });',
    "a: others connect to it, but it has no port",
    "port: 8000",
  ],
  // references
  [
    "unknown key of a secret",
    'const login = secret("login", ["USER", "PASSWORD"]);\nconst a = login./*!*/key("USR");',
    'the secret login has no key "USR"',
    'did you mean "USER"?',
  ],
  [
    "unknown key of a config",
    'const a = config("a", { LEVEL: "1" });\nconst b = a./*!*/key("LEVLE");',
    'the config a has no key "LEVLE"',
    'did you mean "LEVEL"?',
  ],
  [
    "unknown port in at()",
    'const shop = web("shop", { ...plain, port: { http: 80, ws: 81 } });\nshop./*!*/at("wss");',
    'shop has no port "wss"',
    'did you mean "ws"?',
  ],
  [
    "reference in a plain template",
    'const shop = web("shop", plain);\nconst url = `${shop./*!*/url}/v1`;',
    "shop.url was used as a text, but it has no value before an environment is chosen",
    "text`…${shop.url}…`",
  ],
  [
    "reference joined with +",
    'const shop = web("shop", plain);\nconst url = "see " /*!*/+ shop.url;',
    "shop.url was used as a text, but it has no value before an environment is chosen",
  ],
  [
    "reference in JSON",
    'const shop = web("shop", plain);\nJSON./*!*/stringify({ url: shop.url });',
    "shop.url was used as a text, but it has no value before an environment is chosen",
  ],
  [
    "something else in text",
    "const t = text/*!*/`a${undefined}`;",
    "text`…` joins texts and references; it was given undefined",
  ],
  [
    "component in text",
    'const shop = web("shop", plain);\nconst t = text/*!*/`a${shop}`;',
    "text`…` joins texts and references; it was given object",
  ],
  ["host that is none", 'const a = /*!*/host("my api");', /host\("my api"\)/],
  [
    "image with a tag in image()",
    'const a = /*!*/image("shop/app:1");',
    /a path without registry and tag is wanted/,
  ],
  [
    "file that is not there",
    'const a = slipway./*!*/file(import.meta, "./nothing.txt");',
    /file\("\.\/nothing.txt"\) cannot be read: ENOENT/,
  ],
  [
    "negative number of a database",
    'const login = secret("login", ["A"]);\nconst cache = redis("cache", { version: "7", storage: volume("v", { size: "1Gi" }), password: login.key("A"), resources });\ncache./*!*/db(-1);',
    "cache.db(-1): databases are numbered from 0",
  ],
  // patches, identities
  [
    "patch of a kind that is not rendered",
    'const shop = web("shop", plain);\nexport default platform("shop", { components: { shop }, environments: { production: place }, patches: [/*!*/patch(shop, "HorizontalPodAutoscaler", () => {})] });',
    'patch(shop, "HorizontalPodAutoscaler"): there is no such object in production',
  ],
  [
    "patch that changes nothing",
    'const shop = web("shop", plain);\nexport default platform("shop", { components: { shop }, environments: { production: place }, patches: [/*!*/patch(shop, "Deployment", (d) => { d.spec.replicas = 1; })] });',
    'patch(shop, "Deployment") changes nothing in production',
  ],
  [
    "patch that throws",
    'const shop = web("shop", plain);\nexport default platform("shop", { components: { shop }, environments: { production: place }, patches: [/*!*/patch(shop, "Deployment", (d) => { d.spec.nothing.there = 1; })] });',
    /patch\(shop, "Deployment"\) threw: /,
  ],
  [
    "something else among the patches",
    inPlatform("patches: [/*!*/(d) => d]"),
    /patches.0 must be what patch\(\) returns/,
  ],
  [
    "name under which no pod could be made",
    `const bot = /*!*/worker("${"b".repeat(53)}", { image: app, resources, scale: 1, member: "N" });\nexport default platform("shop", { components: { bot }, environments: { production: place } });`,
    /StatefulSet: .*more than 52/,
  ],
  [
    "two programs of one name",
    'const a = web("shop", plain);\nconst b = /*!*/worker("shop", { image: app, resources, scale: 1 });\nexport default platform("shop", { components: { a, b }, environments: { production: place } });',
    "two components that run pods are both called shop",
    "another name for one of them",
  ],
  [
    "two objects with one identity",
    'const a = config("settings", { A: "1" });\nconst b = /*!*/config("settings", { B: "1" });\nexport default platform("shop", { components: { a, b }, environments: { production: place } });',
    "two objects are both ConfigMap settings",
    "another name for one of them",
  ],
  [
    "raw object with the identity of a rendered one",
    'const a = config("settings", { A: "1" });\nexport default platform("shop", { components: { a }, environments: { production: place }, objects: [/*!*/{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" } }] });',
    "two objects are both ConfigMap settings",
  ],
  // what belongs together
  [
    "host without a domain",
    'const shop = web("shop", plain);\nconst edge = ingress("edge", { routes: [host("api").serves(shop)] });\nexport default platform("shop", { components: { shop, edge }, environments: { /*!*/production: { namespace: "shop", images: { tag: "1" } } } });',
    "environment production has no domain, but hosts are names under it",
  ],
  [
    "own image without a tag",
    'const shop = /*!*/web("shop", plain);\nexport default platform("shop", { components: { shop }, environments: { production: { namespace: "shop" } } });',
    "environment production does not say where the image shop/app comes from",
  ],
  [
    "wildcard that HTTP cannot prove",
    'const shop = web("shop", plain);\nconst acme = issuer("acme", { email: "a@b.example", server: "letsencrypt" });\nconst tls = certificate("tls", { /*!*/issuer: acme });\nconst edge = ingress("edge", { routes: [host("*").serves(shop)], tls });\nexport default platform("shop", { components: { shop, edge }, environments: { production: place } });',
    "tls: the wildcard *.shop.example cannot be proven over HTTP",
  ],
  [
    "issuer that proves nothing",
    'const acme = issuer("acme", { email: "a@b.example", server: "letsencrypt", /*!*/http01: false });\nexport default platform("shop", { components: { acme }, environments: { production: place } });',
    /acme: has no way left to prove a host/,
  ],
  [
    "certificate for nobody",
    'const acme = issuer("acme", { email: "a@b.example", server: "letsencrypt" });\nconst tls = /*!*/certificate("tls", { issuer: acme });\nexport default platform("shop", { components: { tls }, environments: { production: place } });',
    "tls: no ingress uses this certificate, and it names no hosts",
  ],
  [
    "one path answered twice",
    'const shop = web("shop", plain);\nconst edge = ingress("edge", { routes: [host("a").serves(shop), /*!*/host("a").serves({ "/": shop })] });\nexport default platform("shop", { components: { shop, edge }, environments: { production: place } });',
    "edge: a.shop.example/ is answered twice",
  ],
  [
    "path of a route without a slash",
    'const shop = web("shop", plain);\nconst edge = ingress("edge", { routes: [/*!*/host("a").serves({ ws: shop })] });\nexport default platform("shop", { components: { shop, edge }, environments: { production: place } });',
    /edge: routes.0.ws "ws" must begin with "\/"/,
  ],
  [
    "metrics of what has none",
    'const shop = web("shop", plain);\nconst prometheus = scrapeConfig("prometheus", { scrape: [/*!*/shop] });\nexport default platform("shop", { components: { shop, prometheus }, environments: { production: place } });',
    "prometheus: shop has no metrics to collect",
  ],
  [
    "nobody to notify",
    'const mail = external("mail", { host: "mail.example", port: 587 });\nconst a = notifications("a", { server: mail, from: "a@b", /*!*/to: {} });\nexport default platform("shop", { components: { a }, environments: { production: place } });',
    /a: to must be who is told/,
  ],
  [
    "severity that nobody has",
    'const mail = external("mail", { host: "mail.example", port: 587 });\nconst a = notifications("a", { server: mail, from: "a@b", to: { /*!*/critcal: "a@b" } });\nexport default platform("shop", { components: { a }, environments: { production: place } });',
    "a: to.critcal is not an option",
    'did you mean "critical"?',
  ],
  [
    "change of what all environments share",
    'const fast = storageClass("fast", { provisioner: "a.example", scope: "shared" });\nexport default platform("shop", { components: { fast }, environments: { production: { ...place, components: { /*!*/fast: { reclaim: "Retain" } } } } });',
    /fast: is shared by all environments/,
  ],
  [
    "backup of a database that moves out",
    'const data = volume("data", { size: "1Gi" });\nconst login = secret("login", ["A", "B"]);\nconst db = postgres("db", { version: "15", storage: data, user: login.key("A"), password: login.key("B"), resources, backup: { schedule: "@daily", keep: 2, to: data } });\nexport default platform("shop", { components: { db }, environments: { production: { ...place, components: { db: { /*!*/external: { host: "db.example" } } } } } });',
    /db: is outside the cluster/,
  ],
  [
    "Service that hands on to nothing",
    'const a = worker("a", { image: app, resources, scale: 1, services: { /*!*/b: "internal" } });\nexport default platform("shop", { components: { a }, environments: { production: place } });',
    "a: the Service b has nothing to hand on to: there is no port",
  ],
  ...storeRows,
  ...secretRows,
  ...gitopsRows,
];
