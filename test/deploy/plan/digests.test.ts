import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../../../src/client/object.ts";
import {
  Configuration,
  contentChanges,
  digestsOn,
  withDigests,
} from "../../../src/deploy/digests.ts";
import { CONFIG_DIGEST, SECRET_DIGEST } from "../../../src/deploy/names.ts";
import { passingDigest } from "../../../src/deploy/release/key.ts";
import { Objects } from "./objects.ts";

const make = new Objects("shop");
const digest = passingDigest();
const key = (name: string, key: string) => ({ valueFrom: { secretKeyRef: { name, key } } });
const web = make.deployment(
  "web",
  {},
  {
    envFrom: [{ configMapRef: { name: "web" } }],
    env: [{ name: "A", ...key("web", "a") }],
  },
);

const of = (workload: KubeObject, ...objects: KubeObject[]) =>
  new Configuration(objects, digest).digestsFor(workload);

test("a template's digests change with what its pods read, and with nothing else", () => {
  const base = of(web, make.configMap("web", { x: "1" }), make.secret("web", { a: "1", b: "1" }));
  assert.deepEqual(Object.keys(base).sort(), [CONFIG_DIGEST, SECRET_DIGEST]);
  const other = of(web, make.configMap("web", { x: "2" }), make.secret("web", { a: "1", b: "2" }));
  assert.notEqual(other[CONFIG_DIGEST], base[CONFIG_DIGEST]);
  assert.equal(other[SECRET_DIGEST], base[SECRET_DIGEST], "another key of the Secret");
  const encoded = make.make("v1", "Secret", "web", { data: { a: "MQ==" } });
  const same = of(web, make.configMap("web", { x: "1" }), encoded, make.configMap("other", {}));
  assert.deepEqual(same, base);
  assert.notEqual(of(web, make.secret("web", { a: "2" }))[SECRET_DIGEST], base[SECRET_DIGEST]);
});

test("what reads nothing of the deploy, and a Job, have none", () => {
  assert.deepEqual(of(web), {});
  assert.deepEqual(
    of(
      make.job("j", {}, { envFrom: [{ configMapRef: { name: "web" } }] }),
      make.configMap("web", {}),
    ),
    {},
  );
});

test("a digest that the renderer wrote stays", () => {
  const rendered = withDigests(web, { [CONFIG_DIGEST]: "rendered" });
  assert.deepEqual(digestsOn(rendered), { [CONFIG_DIGEST]: "rendered" });
  const found = of(rendered, make.configMap("web", {}), make.secret("web", { a: "1" }));
  assert.equal(found[CONFIG_DIGEST], "rendered");
  assert.deepEqual(withDigests(rendered, {}), {
    ...web,
    spec: {
      ...(web.spec as object),
      template: {
        ...(web as never as { spec: { template: object } }).spec.template,
        metadata: { labels: { app: "web" } },
      },
    },
  });
});

test("contents are compared as they are meant", () => {
  const secret = make.secret("s", { a: "1" });
  assert.equal(
    contentChanges(secret, make.make("v1", "Secret", "s", { data: { a: "MQ==" } })),
    false,
  );
  assert.equal(contentChanges(secret, make.secret("s", { a: "2" })), true);
  assert.equal(contentChanges(secret, undefined), true);
  assert.equal(
    contentChanges(
      make.configMap("c", { a: "1", b: "2" }),
      make.configMap("c", { b: "2", a: "1" }),
    ),
    false,
  );
  assert.equal(contentChanges(make.configMap("c", {}), make.make("v1", "ConfigMap", "c")), false);
});
