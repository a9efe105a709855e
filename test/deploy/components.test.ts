import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { onlyComponents } from "../../src/deploy/components.ts";
import { type Desired, plainWanted, type Wanted } from "../../src/deploy/wanted.ts";
import { Objects } from "./plan/objects.ts";

const make = new Objects("shop");
const reading = (name: string) => ({ envFrom: [{ configMapRef: { name } }] });

function shop(version: string): Desired {
  const of = (part: string | undefined, object: Parameters<typeof plainWanted>[0]): Wanted => ({
    ...plainWanted(object),
    part,
  });
  const space = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } };
  const image = { image: `example.org/app:${version}` };
  const db = of("db", make.statefulSet("db", {}, { ...image, ...reading("db") }));
  const job = of("migrate", make.job(`migrate-${version}`, {}, image));
  const after = [db.key, job.key];
  const wanted = [
    of(undefined, space),
    of("settings", make.configMap("all", { version })),
    of("db", make.configMap("db", { version })),
    db,
    { ...job, after: [db.key], isMigration: true },
    { ...of("web", make.deployment("web", {}, { ...image, ...reading("all") })), after },
    { ...of("worker", make.deployment("worker", {}, image)), after },
    of("worker", make.make("v1", "ServiceAccount", "worker")),
  ];
  return { release: { name: "shop", namespace: "shop" }, wanted, images: { app: version } };
}

/** `kind/name version`, where the object says one. */
function titles({ wanted }: Desired): string[] {
  return wanted.map(({ object }) => {
    const version = /app:(\w+)"|"version":"(\w+)"/.exec(JSON.stringify(object));
    const name = `${object.kind}/${object.metadata.name.replace(/-v\d$/, "")}`;
    return [name, version?.[1] ?? version?.[2]].filter(Boolean).join(" ");
  });
}

describe("some components", () => {
  test("come with what they need; the rest is as the last good deploy had it", () => {
    const { desired, untouched, along } = onlyComponents(shop("v2"), ["web"], shop("v1"));
    assert.deepEqual(titles(desired).sort(), [
      "ConfigMap/all v2",
      "ConfigMap/db v1",
      "Deployment/web v2",
      "Deployment/worker v1",
      "Job/migrate v1",
      "Job/migrate v2",
      "Namespace/shop",
      "ServiceAccount/worker",
      "StatefulSet/db v1",
    ]);
    assert.deepEqual(along, ["migrate"]);
    const left = desired.wanted.filter(({ key }) => untouched.has(key));
    assert.deepEqual(titles({ ...desired, wanted: left }).sort(), [
      "ConfigMap/db v1",
      "Deployment/worker v1",
      "Job/migrate v1",
      "ServiceAccount/worker",
      "StatefulSet/db v1",
    ]);
  });

  test("ask for no Secret that only pods of others read", () => {
    const secret = (name: string) => ({
      namespace: "shop",
      name,
      keys: [],
      instead: "",
      where: () => undefined,
    });
    const login = { envFrom: [{ secretRef: { name: "login" } }] };
    const mail = { envFrom: [{ secretRef: { name: "mail" } }] };
    const wanted = [
      { ...plainWanted(make.deployment("web", {}, login)), part: "web" },
      { ...plainWanted(make.deployment("worker", {}, mail)), part: "worker" },
    ];
    const required = ["login", "mail", "registry"].map(secret);
    const all = { release: { name: "shop", namespace: "shop" }, wanted, images: {}, required };
    const { desired } = onlyComponents(all, ["web"], all);
    assert.deepEqual(
      desired.required?.map(({ name }) => name),
      ["login", "registry"],
    );
  });

  test("bring all that they need where nothing is there", () => {
    const { desired, untouched, along } = onlyComponents(shop("v1"), ["web"], undefined);
    assert.deepEqual(along.toSorted(), ["db", "migrate"]);
    assert.equal(untouched.size, 0);
    assert.deepEqual(titles(desired).sort(), [
      "ConfigMap/all v1",
      "ConfigMap/db v1",
      "Deployment/web v1",
      "Job/migrate v1",
      "Namespace/shop",
      "StatefulSet/db v1",
    ]);
  });

  test("that need nothing take nothing along", () => {
    const { along, untouched } = onlyComponents(shop("v2"), ["db"], shop("v1"));
    assert.deepEqual(along, []);
    assert.ok([...untouched].some((key) => key.endsWith("/web")));
  });

  test("keep the images that others were deployed with", () => {
    const now = { ...shop("v2"), images: { web: "v2" } };
    const before = { ...shop("v1"), images: { worker: "v1" } };
    assert.deepEqual(onlyComponents(now, ["web"], before).desired.images, {
      web: "v2",
      worker: "v1",
    });
  });

  test("that there are not are told, with the nearest", () => {
    assert.throws(
      () => onlyComponents(shop("v1"), ["wep"], undefined),
      /there is no component "wep" in this environment/,
    );
  });
});
