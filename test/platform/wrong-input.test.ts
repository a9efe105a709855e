import assert from "node:assert/strict";
import { test } from "node:test";
import { told } from "./written.ts";
import { inChange, inPlatform, inWeb, rows } from "./wrong-inputs.ts";

for (const [name, source, message, instead] of rows) {
  test(`${name} is told at its place`, async () => {
    const [first, ...others] = await told(source);
    assert.ok(first, "nothing was told");
    if (typeof message === "string") assert.equal(first.message, message);
    else assert.match(first.message, message);
    if (instead !== undefined) assert.equal(first.instead, instead);
    assert.equal(first.mark, 1, `${first.message}: not told at the mark`);
    assert.deepEqual(
      others.map((other) => other.message),
      [],
      "told more than once",
    );
  });
}

test("the same files without their mistakes are fine", async () => {
  assert.deepEqual(await told(inWeb("scale: 2, budget: 1")), []);
  assert.deepEqual(await told(inChange("shop: { scale: 2 }")), []);
  assert.deepEqual(await told(inPlatform('labels: { team: "shop" }')), []);
});

test("problems that have nothing to do with each other are told together", async () => {
  const all = await told(`
const login = secret("login", ["A"]);
const a = web("a", { ...plain, /*!*/image: "nginx", /*!*/budgt: 1 });
const b = web("b", { ...plain, probes: { liveness: { get: "/", after: /*!*/"5" } } });
export default platform("shop", {
  components: { a, b, login },
  environments: { production: { ...place, components: { /*!*/c: {}, login: { /*!*/frm: 1 } } } },
});`);
  const places = all.map(({ mark }) => mark).toSorted();
  assert.equal(all.length, 5, all.map(({ message }) => message).join("\n"));
  assert.deepEqual(places.slice(0, 2), [0, 1], "a value's place is that of its option");
});

test("what stops one component does not hide what is wrong with another", async () => {
  const all = await told(`
const a = web("a", { ...plain, scale: 2, /*!*/budget: 2 });
const b = /*!*/web("b", { ...plain });
const c = web("c", { ...plain, image: "c:1", probes: { /*!*/liveness: { tcp: "ws" } } });
export default platform("shop", {
  components: { a, b, c },
  environments: { production: { namespace: "shop" } },
});`);
  const messages = all.map(({ message, mark }) => `${mark} ${message}`);
  assert.deepEqual(messages, [
    "1 a: budget 2 keeps all 2 of its pods in production, so no node could be drained",
    "0 environment production does not say where the image shop/app comes from",
    "2 environment production does not say where the image shop/app comes from",
    '3 c: there is no port "ws"',
  ]);
});

test("an environment in another file is told about in that file", async () => {
  const source = `import { components } from "./components.ts";\nimport { production } from "./production.ts";\nexport default platform("shop", { components, environments: { production } });`;
  const beside = {
    "components.ts": 'export const shop = web("shop", plain);\nexport const components = { shop };',
    "production.ts":
      'import { components } from "./components.ts";\nexport const production = environment(components, {\n  ...place,\n  components: { shop: { resources: { cpu: { /*!*/requst: 1 } } } },\n});',
  };
  const [first, ...others] = await told(source, "production", {}, beside);
  assert.equal(
    first?.message,
    "environment production, shop: resources.cpu.requst is not an option",
  );
  assert.deepEqual([first?.file, first?.mark, others.length], ["production.ts", 1, 0]);
});

test("a component that is left out but used is told with both lines", async () => {
  const [first, ...others] = await told(`
const settings = config("settings", { LEVEL: "a" });
const shop = web("shop", { ...plain, envFrom: [settings] });
export default platform("shop", {
  components: { shop, settings },
  environments: { production: { ...place, components: { /*!*/settings: false } } },
});`);
  assert.equal(first?.message, "settings is left out of production, but shop uses it (line 4)");
  assert.equal(first?.instead, "leave shop out too, or change there what names settings");
  assert.deepEqual([first?.mark, others.length], [1, 0]);
});

test("images of the command line are checked", async () => {
  const source = inWeb("scale: 2");
  const ask = async (images: Record<string, string>, tag?: string) =>
    (await told(source, "production", { images, tag })).map(({ message }) => message).join();
  assert.equal(await ask({ "shop/app": "gcr.io/shop/app:v2" }), "");
  assert.equal(await ask({}, "v3"), "");
  assert.match(await ask({ "shop/ap": "a:1" }), /--image shop\/ap: no component uses this image/);
  assert.match(await ask({ "shop/app": "gcr.io/shop/app" }), /--image shop\/app: .*has no tag/);
  assert.match(await ask({}, "not a tag"), /--tag: .*not a tag/);
  const others =
    'export default platform("shop", { components: { a: web("a", { ...plain, image: "a:1" }) }, environments: { production: place } });';
  assert.match(
    (await told(others, "production", { tag: "v2" }))[0]?.message ?? "",
    /no component uses an image of your own/,
  );
});
