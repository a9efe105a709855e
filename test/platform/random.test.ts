import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  config,
  domain,
  environmentName,
  existing,
  generated,
  host,
  namespace,
  platform,
  scratch,
  text,
  web,
} from "../../src/index.ts";
import type { Env } from "../../src/platform/options/container.ts";
import type { EnvValue, PlainValue } from "../../src/platform/reference.ts";
import { resolve } from "../../src/platform/resolve/index.ts";
import { ProblemError } from "../../src/problem.ts";
import { render } from "../../src/render/index.ts";
import { toYaml } from "../../src/yaml.ts";
import { app, cache, data, db, inPlace, login, place, resources, settings, shop } from "./shop.ts";

/** Runs something that may only fail with problems for a person; whether it went through. */
function goesThrough(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    for (const { message } of error.problems) {
      assert.ok(message.length > 0);
      assert.doesNotMatch(message, /\[object/);
    }
    return false;
  }
}

const words = [
  ...[
    "scale",
    "min",
    "max",
    "cpu",
    "memory",
    "request",
    "limit",
    "resources",
    "probes",
    "liveness",
  ],
  ...["readiness", "get", "tcp", "exec", "port", "http", "env", "envFrom", "mounts", "budget"],
  ...["unavailable", "strategy", "surge", "image", "init", "sidecars", "services", "loadBalancer"],
  ...["from", "metrics", "path", "storage", "external", "host", "settings", "backup", "schedule"],
  ...["password", "user", "version", "keep", "to", "calls", "access", "apart", "LEVEL", "DB_HOST"],
];
const leaves = fc.oneof(
  fc.constantFrom("1", "500m", "1Gi", "/a", "5s", "http", "ws", "a:1", "@daily", "50%", "recreate"),
  fc.constantFrom<unknown>(null, undefined, true, false, 0, 1, 2, 8000, -1, 1.5, Number.NaN),
  fc.constantFrom<unknown>(shop, db, cache, login, settings, data, app, data.readOnly, existing()),
  fc.constantFrom<unknown>(db.url, shop.url, cache.host, host("api").name, scratch(), generated()),
  fc.string({ maxLength: 5 }),
);
const { value: anyChange } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "medium" },
    leaves,
    fc.dictionary(fc.constantFrom(...words), tie("value"), { maxKeys: 4 }),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
}));
const changes = fc.dictionary(
  fc.constantFrom("shop", "tasks", "db", "cache", "settings", "login", "data"),
  anyChange,
  { maxKeys: 3 },
);

test("a random change of an environment resolves and renders, or is told to a person", () => {
  let through = 0;
  fc.assert(
    fc.property(changes, (components) => {
      const change = { components: components as object };
      if (goesThrough(() => render(inPlace(change)))) through++;
    }),
    { numRuns: 800, seed: 7 },
  );
  assert.ok(through > 10, `only ${through} changes were right: the test proves little`);
});

test("random options of a platform and an environment are told, never a crash", () => {
  const keys = [
    "namespace",
    "domain",
    "prefix",
    "images",
    "secrets",
    "cluster",
    "objects",
    "patches",
  ];
  const options = ["components", "names", "labels", "files", "quota", "environments", "objects"];
  const any = (names: readonly string[]) =>
    fc.dictionary(fc.constantFrom(...names), fc.oneof(anyChange, fc.anything({ maxDepth: 2 })));
  fc.assert(
    fc.property(any(options), any(keys), (given, environment) => {
      const environments = { production: { ...place, ...environment } };
      const whole = { components: { shop }, environments, ...given } as never;
      goesThrough(() => render(resolve(platform("shop", whole), "production")));
    }),
    { numRuns: 400, seed: 7 },
  );
});

const plainReferences: readonly PlainValue[] = [
  ...[shop.url, shop.host, shop.port, shop.at("ws").url, db.host, db.port, db.database],
  ...[cache.host, host().url, host("api").name, host("ws").ws, namespace, domain, environmentName],
  settings.key("DB_HOST"),
];
const plain: fc.Arbitrary<PlainValue> = fc.oneof(
  fc.constantFrom(...plainReferences),
  fc.constantFrom("", "a", " $(B) ", "#", "yes", "012"),
  fc.nat(),
);
const joined = fc
  .array(plain, { maxLength: 4 })
  .map((values) => text(["", ...values.map(() => "-")] as never, ...values));
const secrets: readonly EnvValue[] = [
  db.url,
  cache.db(1),
  login.key("PASSWORD"),
  text`a${db.url}b`,
];
const names = fc.constantFrom("A", "B", "C", "LOGIN_PASSWORD");

test("a reference never leaks into what is rendered as anything but its text", () => {
  fc.assert(
    fc.property(
      fc.dictionary(names, fc.oneof(plain, joined), { maxKeys: 4 }),
      fc.dictionary(names, fc.oneof(plain, joined, fc.constantFrom(...secrets)), { maxKeys: 4 }),
      (entries, env) => {
        const read = config("read", entries);
        const asks = web("asks", {
          image: app,
          port: 80,
          resources,
          scale: 1,
          envFrom: [read],
          env: env as Env,
          mounts: { "/etc/read": read },
        });
        const components = { asks, read, shop, db, cache, settings };
        const made = platform("shop", { components, environments: { production: place } });
        const objects = render(resolve(made, "production")).map(({ object }) => object);
        const written = objects.map(toYaml).join("---\n") + JSON.stringify(objects);
        assert.doesNotMatch(written, /\[object|undefined|NaN|~ref/);
        assert.ok(!written.includes("null"), "an empty value was written");
      },
    ),
    { numRuns: 300, seed: 7 },
  );
});
