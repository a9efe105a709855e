import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Assumptions } from "../../src/check/assumptions.ts";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { SourceLines } from "../../src/inputs/source-lines.ts";
import { worlds } from "../../src/inputs/worlds.ts";
import { unreadable } from "../check/read.ts";
import { fill, folder } from "../cli/slipway.ts";

const entry = new URL("../../src/index.ts", import.meta.url).href;
const wanted = rules.filter(({ id }) => id === "invalid-nginx-config" || id === "placeholder");

/** What is found in a folder: the file and the line of each finding. */
async function places(files: Readonly<Record<string, string>>, path = "."): Promise<string[]> {
  const cwd = folder();
  fill(cwd, files);
  const inputs = {
    ...{ paths: [join(cwd, path)], environment: undefined, choice: {}, minor: undefined },
    ...{ each: false, against: [], assumptions: new Assumptions(), nodes: [], programs: [] },
    ...{ values: [], lines: new SourceLines(), entry },
  };
  const found: string[] = [];
  for await (const world of worlds(inputs))
    for (const { file, line, column } of run(wanted, world))
      found.push(`${file.slice(cwd.length + 1)}:${line}:${column}`);
  return found;
}

const nginx = `server {
  listen 8080;
  root /srv
  location / { try_files $uri =404; }
}
`;

const web = `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "nginx:1.29", volumeMounts: [{ name: servers, mountPath: /etc/nginx/conf.d }] }]
      volumes: [{ name: servers, configMap: { name: web } }]
`;

function configMap(value: string): string {
  return `apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data:
  default.conf: ${value}
${web}`;
}

const indented = (text: string) => text.replace(/^(?=.)/gm, "    ");

describe("the line of a text in which something is wrong", () => {
  for (const mark of ["|", "|-", "| # of the shop", "|2"])
    it(`is told in a block: ${mark}`, async () => {
      const text = configMap(`${mark}\n${indented(nginx).trimEnd()}`);
      const found = await places({ "a.yaml": text });
      assert.deepEqual(found, [mark === "|2" ? "a.yaml:8:7" : "a.yaml:8:7"]);
    });

  it("is told behind empty lines", async () => {
    const text = configMap(`|\n\n\n${indented(nginx).trimEnd()}`);
    assert.deepEqual(await places({ "a.yaml": text }), ["a.yaml:10:7"]);
  });

  it("is told in a file with line ends of Windows", async () => {
    const text = configMap(`|\n${indented(nginx).trimEnd()}`).replaceAll("\n", "\r\n");
    assert.deepEqual(await places({ "a.yaml": text }), ["a.yaml:8:7"]);
  });

  for (const [title, value] of [
    ["in quotes", JSON.stringify(nginx)],
    ["folded", `>\n${indented(nginx).trimEnd().replaceAll("\n", "\n\n")}`],
  ] as const)
    it(`is not guessed in a text ${title}: the key is told`, async () => {
      const [place = "", ...more] = await places({ "a.yaml": configMap(value) });
      assert.deepEqual(more, []);
      assert.match(place, /^a\.yaml:5:/);
    });

  it("is told in the file of a generator, and in a block of the base", {
    skip: unreadable("kind: Kustomization") ?? false,
  }, async () => {
    const generated = {
      "kustomization.yaml":
        "resources: [web.yaml]\nconfigMapGenerator: [{ name: web, files: [files/default.conf] }]\n",
      "web.yaml": web,
      "files/default.conf": nginx,
    };
    assert.deepEqual(await places(generated), ["files/default.conf:3:3"]);
    const based = {
      "overlay/kustomization.yaml": "resources: [../base]\nnamePrefix: a-\n",
      "base/kustomization.yaml": "resources: [web.yaml]\n",
      "base/web.yaml": configMap(`|\n${indented(nginx).trimEnd()}`),
    };
    assert.deepEqual(await places(based, "overlay"), ["base/web.yaml:8:7"]);
  });

  const platform = (
    value: string,
    before = "",
  ) => `import { config, existing, file, image, platform, web } from "slipway";
${before}
const texts = config("texts", {
  "app.conf": ${value},
});
const api = web("api", {
  image: image("shop/api"),
  port: 8000,
  envFrom: [texts],
  resources: { cpu: ["100m", "1"], memory: ["128Mi", "256Mi"] },
  scale: 2,
});

export default platform("shop", {
  components: { api, texts },
  environments: {
    production: { namespace: "shop", domain: "shop.berlin", images: { tag: "v1" }, secrets: existing() },
  },
});
`;
  const settings = "# of the shop\nlevel = info\ntoken = CHANGE-ME\n";

  it("is told in the template of a platform, and in the file beside it", async () => {
    const template = platform(`\`${settings}\``);
    assert.deepEqual(await places({ "platform.ts": template }, "platform.ts"), ["platform.ts:6:1"]);
    const beside = platform('file(import.meta, "./app.conf")');
    const files = { "platform.ts": beside, "app.conf": settings };
    assert.deepEqual(await places(files, "platform.ts"), ["app.conf:3:1"]);
  });

  it("is not guessed of a text that a platform puts together", async () => {
    const text = platform(
      '[...lines].join("\\n")',
      `const lines = ${JSON.stringify(settings.split("\n"))};`,
    );
    assert.deepEqual(await places({ "platform.ts": text }, "platform.ts"), ["platform.ts:4:3"]);
  });
});
