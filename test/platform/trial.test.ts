import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  dotenv,
  existing,
  platform,
  postgres,
  redis,
  secret,
  volume,
  web,
} from "../../src/index.ts";
import { resolve } from "../../src/platform/resolve/index.ts";
import { ProblemError } from "../../src/problem.ts";

const resources = { cpu: ["100m", "1"], memory: ["64Mi", "128Mi"] } as const;
const keys = secret("keys", ["USER", "PASSWORD", "TOKEN"], { optional: ["TOKEN"] });
const own = secret("own", ["KEY"], { from: dotenv({ file: ".env.own" }) });
const more = secret("more", ["KEY"], { optional: true });
const pull = secret("pull", [".dockerconfigjson"], { type: "kubernetes.io/dockerconfigjson" });
const db = postgres("db", {
  version: "16",
  user: keys.key("USER"),
  password: keys.key("PASSWORD"),
  storage: volume("db", { size: "1Gi" }),
  resources,
});
const cache = redis("cache", {
  version: "7",
  password: false,
  storage: volume("cache", { size: "1Gi" }),
  resources,
});
const api = web("api", {
  image: "shop/api:v1",
  port: 8000,
  scale: 1,
  resources,
  env: { DATABASE: db.url },
});

/** A shop whose environment is protected, and takes its secrets from others. */
function shop(change: object = {}) {
  return platform("shop", {
    components: { db, cache, api, own, more, pull },
    environments: {
      production: {
        namespace: "shop",
        domain: "shop.example",
        secrets: existing(),
        protected: true,
        components: change,
      },
    },
  });
}

const trial = { namespace: "shop-test-abcde" };
const inTrial = (change?: object) => resolve(shop(change), "production", { trial });

describe("an environment for a test", () => {
  test("is the same in another namespace, and asks nobody", () => {
    const resolved = inTrial();
    assert.equal(resolved.namespace, "shop-test-abcde");
    assert.equal(resolved.isProtected, false);
    assert.equal(resolved.domain, "shop.example");
    assert.equal(resolve(shop(), "production").namespace, "shop");
  });

  test("has made up secrets wherever the real ones come from", () => {
    const from = Object.fromEntries(
      inTrial().secrets.map(({ name, from: { from }, recipes }) => [
        name,
        [from, ...Object.keys(recipes)],
      ]),
    );
    assert.deepEqual(from, {
      keys: ["generated", "USER", "PASSWORD"],
      own: ["generated", "KEY"],
      more: ["existing"],
      pull: ["existing"],
    });
  });

  test("leaves an operator its own secret", () => {
    const { secrets } = inTrial({ db: { cloudNativePg: { instances: 3 } } });
    assert.ok(secrets.every(({ name }) => name !== "db-app"));
  });

  test("writes into no server outside that takes no login", () => {
    const outside = { external: { host: "db.example" } };
    assert.equal(inTrial({ db: outside }).postgres.length, 0);
    assert.throws(
      () => inTrial({ cache: outside }),
      (error) =>
        error instanceof ProblemError &&
        /^cache: runs outside the platform and takes no login/.test(error.message),
    );
    assert.equal(resolve(shop({ cache: outside }), "production").redis.length, 0);
  });
});
