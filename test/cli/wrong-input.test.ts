import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { folder, slipway } from "./slipway.ts";

/** A platform that is right; each case writes one piece of it differently. */
const right = `import { cron, existing, generated, host, image, patch, platform, secret, web } from "slipway";

const login = secret("login", ["user", "password"]);
const resources = { cpu: ["100m", "500m"], memory: ["64Mi", "128Mi"] } as const;
const api = web("api", {
  image: image("shop/api"),
  port: 8000,
  probes: { readiness: { get: "/ready", after: "5s" } },
  env: { USER: login.key("user") },
  resources,
  scale: 2,
});
const sweep = cron("sweep", { image: "busybox:1.37", schedule: "0 3 * * *", resources });

export default platform("shop", {
  components: { api, sweep, login },
  patches: [],
  objects: [],
  environments: {
    production: {
      namespace: "shop",
      images: { tag: "v1" },
      secrets: existing(),
      components: { api: { scale: 3 } },
    },
  },
});
`;

interface Case {
  readonly instead: readonly (readonly [from: string, to: string])[];
  readonly args?: readonly string[];
  readonly says: string;
}

const cases: Readonly<Record<string, Case>> = {
  "an override of an unknown component": {
    instead: [["{ api: { scale: 3 } }", "{ apy: { scale: 3 } }"]],
    says: `platform.ts:24:21: environment production: "apy" is not a component of this platform
  24 |       components: { apy: { scale: 3 } },
     |                     ^
  fix: did you mean "api"?
`,
  },
  "an override of an unknown option": {
    instead: [["{ api: { scale: 3 } }", "{ api: { scael: 3 } as object }"]],
    says: `platform.ts:24:28: environment production, api: scael is not an option
  24 |       components: { api: { scael: 3 } as object },
     |                            ^
  fix: did you mean "scale"?
`,
  },
  "an override that takes out what is not there": {
    instead: [["{ api: { scale: 3 } }", "{ api: { labels: { tier: null } as object } }"]],
    says: `platform.ts:24:38: environment production, api: labels.tier is taken out, but it is not there
  24 |       components: { api: { labels: { tier: null } as object } },
     |                                      ^
  fix: leave the line out
`,
  },
  "a patch of a kind that is not rendered": {
    instead: [["patches: []", 'patches: [patch(api, "PodDisruptionBudget", () => {})]']],
    says: `platform.ts:17:13: patch(api, "PodDisruptionBudget"): there is no such object in production
  17 |   patches: [patch(api, "PodDisruptionBudget", () => {})],
     |             ^
  fix: there is: ServiceAccount, Deployment, Service
`,
  },
  "a patch that changes nothing": {
    instead: [["patches: []", 'patches: [patch(api, "Deployment", () => {})]']],
    says: `platform.ts:17:13: patch(api, "Deployment") changes nothing in production
  17 |   patches: [patch(api, "Deployment", () => {})],
     |             ^
  fix: a change of the object that is handed in, or leave the patch out
`,
  },
  "a patch that throws": {
    instead: [
      [
        "patches: []",
        'patches: [patch(api, "Deployment", (d) => { (d as any).spec.nope.x = 1; })]',
      ],
    ],
    says: `platform.ts:17:13: patch(api, "Deployment") threw: Cannot set properties of undefined (setting 'x')
  17 |   patches: [patch(api, "Deployment", (d) => { (d as any).spec.nope.x = 1;
     |             ^
`,
  },
  "two objects with one identity": {
    instead: [
      [
        "objects: []",
        'objects: [{ apiVersion: "v1", kind: "Service", metadata: { name: "api", namespace: "shop" } }]',
      ],
    ],
    says: `platform.ts:18:13: two objects are both Service api
  18 |   objects: [{ apiVersion: "v1", kind: "Service", metadata: { name: "api",
     |             ^
  why: the first comes from line 5
  fix: another name for one of them
`,
  },
  "a reference to a key that does not exist": {
    instead: [['login.key("user")', 'login.key("usr" as "user")']],
    says: `platform.ts:9:22: the secret login has no key "usr"
  9 |   env: { USER: login.key("usr" as "user") },
    |                      ^
  fix: did you mean "user"?
`,
  },
  "an image without a tag": {
    instead: [['"busybox:1.37"', '"busybox"']],
    says: `platform.ts:13:31: sweep: image "busybox" has no tag and would run whatever "latest" is; write a tag, such as "busybox:1.0.0"
  13 | const sweep = cron("sweep", { image: "busybox", schedule: "0 3 * * *", re
     |                               ^
`,
  },
  "an invalid quantity": {
    instead: [['memory: ["64Mi", "128Mi"]', 'memory: ["64mb" as "64Mi", "128Mi"]']],
    says: `platform.ts:10:3: api: resources.memory.0 "64mb" is not a quantity: write "64M" or "64Mi"
  10 |   resources,
     |   ^

platform.ts:13:77: sweep: resources.memory.0 "64mb" is not a quantity: write "64M" or "64Mi"
  13 | sybox:1.37", schedule: "0 3 * * *", resources });
     |                                     ^

2 problems
`,
  },
  "an invalid name": {
    instead: [['web("api"', 'web("Api"']],
    says: `platform.ts:5:13: web: "Api" is not a name: lower-case letters, digits and "-", a letter or digit at both ends; write "api"
  5 | const api = web("Api", {
    |             ^
`,
  },
  "an invalid port": {
    instead: [["port: 8000", "port: 80000"]],
    says: `platform.ts:7:3: api: port must be a whole number from 1 to 65535, or an object, each value a whole number from 1 to 65535; it is 80000
  7 |   port: 80000,
    |   ^
`,
  },
  "an invalid duration": {
    instead: [['after: "5s"', 'after: "5 seconds" as "5s"']],
    says: `platform.ts:8:41: api: probes.readiness.after "5 seconds" is not a duration: write "5s"
  8 |   probes: { readiness: { get: "/ready", after: "5 seconds" as "5s" } },
    |                                         ^
`,
  },
  "an invalid cron line": {
    instead: [['"0 3 * * *"', '"0 25 * * *"']],
    says: `platform.ts:13:54: sweep: schedule "0 25 * * *" is not a schedule: in the hour field "25" only 0 to 23 are possible
  13 | n("sweep", { image: "busybox:1.37", schedule: "0 25 * * *", resources });
     |                                     ^
`,
  },
  "a raw object with an invalid quantity": {
    instead: [
      [
        "objects: []",
        'objects: [{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "raw", namespace: "shop" }, spec: { selector: { matchLabels: { a: "b" } }, template: { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "raw", image: "busybox:1", resources: { requests: { cpu: "much" } } }] } } } }]',
      ],
    ],
    says: `platform.ts:18:13: Deployment raw: "much" is not a quantity: write a number with a unit, such as "500m" or "2" (CPU), "512Mi" or "1Gi" (memory)
  18 |   objects: [{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name
     |             ^
`,
  },
  "a reference used as a text": {
    instead: [["USER: login.key", 'HOST: `${host("api").name}`, USER: login.key']],
    says: `platform.ts:9:30: host("api").name was used as a text, but it has no value before an environment is chosen
  9 |   env: { HOST: \`\${host("api").name}\`, USER: login.key("user") },
    |                              ^
  fix: text\`…\${host("api").name}…\`
`,
  },
  "an environment that does not exist": {
    instead: [],
    args: ["-e", "prod"],
    says: `platform.ts:19:3: platform shop has no environment "prod"
  19 |   environments: {
     |   ^
  fix: there is: production
`,
  },
  "an environment that must be chosen": {
    instead: [
      [
        "environments: {",
        'environments: {\n    staging: { namespace: "shop-staging", images: { tag: "v1" }, secrets: generated() },',
      ],
    ],
    says: `slipway: which environment? there are staging, production
  fix: -e production
`,
  },
  "several problems at once": {
    instead: [
      ["port: 8000", "port: 80000"],
      ['"0 3 * * *"', '"daily"'],
    ],
    says: `platform.ts:7:3: api: port must be a whole number from 1 to 65535, or an object, each value a whole number from 1 to 65535; it is 80000
  7 |   port: 80000,
    |   ^

platform.ts:13:54: sweep: schedule "daily" is not a schedule: it has 1 fields, not five (minute, hour, day of the month, month, day of the week); write for example "30 2 * * *" for half past two every day
  13 | n("sweep", { image: "busybox:1.37", schedule: "daily", resources });
     |                                     ^

2 problems
`,
  },
};

describe("a platform with a mistake in it", () => {
  test("the platform that the cases change is right", () => {
    const ran = slipway(["render"], { cwd: folder({ "platform.ts": right }) });
    assert.equal(ran.status, 0, ran.stderr);
  });
  for (const [name, { instead, args = [], says }] of Object.entries(cases))
    test(name, () => {
      let source = right;
      for (const [from, to] of instead) {
        assert.ok(source.includes(from), `the platform has no ${from}`);
        source = source.replace(from, () => to);
      }
      const ran = slipway(["render", ...args], { cwd: folder({ "platform.ts": source }) });
      assert.equal(ran.stderr, says);
      assert.equal(ran.stdout, "");
      assert.equal(ran.status, 2);
    });
});
