import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "js-yaml";
import { config, existing, type Platform, platform, secret, web, worker } from "../../src/index.ts";
import { filesOf } from "../../src/manifests/files.ts";
import { resolve } from "../../src/platform/resolve/index.ts";
import { ProblemError } from "../../src/problem.ts";
import { type Rendered, render } from "../../src/render/index.ts";

type Files = Readonly<Record<string, readonly string[]>>;

const resources = { cpu: ["100m", "200m"], memory: ["64Mi", "64Mi"] } as const;
const image = "busybox:1.37";

/** A platform whose worker and secret are only in production. */
function shop(files?: Files): Platform {
  const api = web("shop-api", {
    image,
    port: 8000,
    resources,
    scale: 2,
    probes: { readiness: "/" },
  });
  const mailer = worker("mailer", { image, resources, scale: 1, calls: [api] });
  const settings = config("shop-settings", { LEVEL: "info" });
  const login = secret("login", ["password"]);
  const objects = [
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "raw", namespace: "shop" } },
  ] as const;
  const common = { namespace: "shop", secrets: existing() };
  return platform("shop", {
    components: { api, mailer, settings, login },
    files: files as never,
    objects,
    environments: { dev: { ...common, components: { mailer: false } }, production: common },
  });
}

function rendered(of: Platform, environment: string): readonly Rendered[] {
  return render(resolve(of, environment));
}

/** Which objects go to which file. */
async function layout(
  files: Files | undefined,
  environment: string,
): Promise<Record<string, string[]>> {
  const of = shop(files);
  const elsewhere = () => of.environments.map((each) => rendered(of, each));
  const texts = await filesOf(
    resolve(of, environment),
    rendered(of, environment),
    elsewhere,
    "yaml",
  );
  const names = (text: string) =>
    text.split(/^---\n/m).map((document) => {
      const { kind, metadata } = load(document) as { kind: string; metadata: { name: string } };
      return `${kind} ${metadata.name}`;
    });
  return Object.fromEntries([...texts].map(([name, text]) => [name, names(text)]));
}

async function problems(files: Files, environment = "production"): Promise<readonly string[]> {
  try {
    await layout(files, environment);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ message, instead }) =>
      instead ? `${message}; ${instead}` : message,
    );
  }
}

describe("files", () => {
  test("are one for each program, and one for each concern of the whole platform", async () => {
    const files = await layout(undefined, "production");
    assert.deepEqual(Object.keys(files).sort(), [
      "config.yaml",
      "mailer.yaml",
      "namespace.yaml",
      "network.yaml",
      "objects.yaml",
      "shop-api.yaml",
    ]);
    assert.deepEqual(files["config.yaml"], ["ConfigMap shop-settings"]);
    assert.deepEqual(files["objects.yaml"], ["ConfigMap raw"]);
    assert.deepEqual(files["shop-api.yaml"], [
      "ServiceAccount shop-api",
      "Deployment shop-api",
      "Service shop-api",
    ]);
  });

  test("hold what the platform says, a component before its concern", async () => {
    const files = await layout(
      {
        "01-base": ["namespace", "config", "objects"],
        "02-api": ["api", "network"],
        "03-settings": ["settings"],
      },
      "production",
    );
    assert.deepEqual(Object.keys(files).sort(), [
      "01-base.yaml",
      "02-api.yaml",
      "03-settings.yaml",
      "mailer.yaml",
    ]);
    assert.deepEqual(files["01-base.yaml"], ["Namespace shop", "ConfigMap raw"]);
    assert.deepEqual(files["03-settings.yaml"], ["ConfigMap shop-settings"]);
    assert.ok(files["02-api.yaml"]?.includes("Deployment shop-api"));
    assert.ok(files["02-api.yaml"]?.some((object) => object.startsWith("NetworkPolicy ")));
  });

  test("together hold every object once", async () => {
    const all = async (files?: Files) =>
      Object.values(await layout(files, "production"))
        .flat()
        .sort();
    const of = shop();
    const expected = rendered(of, "production").map(
      ({ object }) => `${object.kind} ${object.metadata.name}`,
    );
    assert.deepEqual(await all(), expected.sort());
    assert.deepEqual(await all({ all: ["namespace", "api", "mailer", "network"] }), expected);
  });

  test("may name what only another environment renders", async () => {
    assert.deepEqual(await problems({ "04-mailer": ["mailer"] }, "dev"), []);
  });

  test("that name nothing are an error", async () => {
    assert.deepEqual(await problems({ "01-login": ["login"], "02-storage": ["storage"] }), [
      'files: nothing that is rendered belongs to "login"; there is: namespace, api, accounts, mailer, network, settings, config, workloads, services, objects',
      'files: nothing that is rendered belongs to "storage"; there is: namespace, api, accounts, mailer, network, settings, config, workloads, services, objects',
    ]);
  });

  test("that name something twice are an error", async () => {
    assert.deepEqual(await problems({ one: ["api"], two: ["api"] }), [
      'files: "api" is in "one" and in "two"; one of the two',
    ]);
  });

  test("whose names are no file names are an error", async () => {
    for (const name of ["../out", "a/b", ".slipway", "", "-x", "a b"])
      assert.deepEqual(await problems({ [name]: ["api"] }), [
        `files: "${name}" is not a file name of letters, digits, "-", "_" and "."; "01-namespace"`,
      ]);
    assert.match(
      (await problems({ "api.yaml": ["api"] }))[0] ?? "",
      /is written without its ending/,
    );
    assert.match(
      (await problems({ API: ["api"], api: ["mailer"] }))[0] ?? "",
      /there are two "api"/,
    );
  });
});
