import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as slipway from "../../src/index.ts";
import { loadPlatform } from "../../src/load/load.ts";
import { answerOwnName } from "../../src/load/own-copy.ts";
import { resolve } from "../../src/platform/resolve/index.ts";
import { render } from "../../src/render/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const entry = pathToFileURL(join(root, "src/index.ts")).href;
const folder = mkdtempSync(join(tmpdir(), "slipway-examples-"));
writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
writeFileSync(join(folder, "motd.txt"), "Welcome\n");
after(() => rmSync(folder, { recursive: true }));

/** The blocks of TypeScript in a document, as one program. */
function program(document: string): string {
  const blocks = readFileSync(join(root, document), "utf8").matchAll(/^```ts\n(.*?)^```$/gms);
  return [...blocks].map(([, code]) => code).join("\n");
}

/** The examples in the docstrings of a file. */
function docstringExamples(file: string): string[] {
  const docs = readFileSync(join(root, file), "utf8").matchAll(
    /\/\*\*(?:(?!\*\/).)*?@example\n(.*?)\*\//gs,
  );
  return [...docs].map(([, body = ""]) =>
    body
      .replace(/^\s*\* ?/gm, "")
      .replace(/^@\w+.*/ms, "")
      .trim(),
  );
}

/** What examples take for granted, each declared only where an example needs it and does not make it itself. */
const givens: Readonly<Record<string, string>> = {
  resources: 'const resources = { cpu: ["100m", "1"], memory: ["128Mi", "256Mi"] } as const;',
  storage: 'const storage = volume("data", { size: "1Gi" });',
  nfs: 'const nfs = storageClass("nfs", { provisioner: "nfs.csi.k8s.io" });',
  login:
    'const login = secret("login", ["USER", "PASSWORD", "POSTGRES_USER", "POSTGRES_PASSWORD", "REDIS_PASSWORD"]);',
  app: 'const app = image("shop/app");',
  cache:
    'const cache = redis("cache", { version: "7-alpine", password: false, storage, resources });',
  db: 'const db = postgres("db", { version: "15-alpine", user: login.key("USER"), password: login.key("PASSWORD"), storage, resources });',
  backend:
    'const backend = web("backend", { image: app, port: { http: 8000, ws: 8001 }, resources, scale: 1 });',
  frontend: 'const frontend = site("frontend", { image: app, resources, scale: 1 });',
  api: 'const api = web("api", { image: app, port: 8000, resources, scale: 1 });',
  ws: 'const ws = host("ws");',
  settings: 'const settings = config("settings", { A: "1" });',
  tls: 'const tls = secret("tls", ["tls.crt", "tls.key"], { type: "kubernetes.io/tls" });',
  components: "const components = { api };",
};

function withGivens(example: string): string {
  const seen = new Set<string>();
  const needs: string[] = [];
  const visit = (code: string) => {
    for (const [name, declaration] of Object.entries(givens)) {
      const makes = new RegExp(`\\bconst\\b[^=;]*\\b${name}\\b[^=;]*=`).test(example);
      const names = new RegExp(`(?<![.\\w"/])${name}\\b(?!:)`).test(code);
      if (seen.has(name) || makes || !names) continue;
      seen.add(name);
      visit(declaration);
      needs.push(declaration);
    }
  };
  visit(example.replace(/\/\/.*/g, ""));
  const code = [
    ...needs,
    /^\w+:/.test(example) ? `export const option = {\n${example}\n};` : example,
  ].join("\n");
  const used = Object.keys(slipway).filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  const types = code.includes("satisfies Part") ? ["type Part"] : [];
  return `import { ${[...used, ...types].join(", ")} } from "slipway";\n${code}\nexport {};\n`;
}

const examples = globSync("src/platform/**/*.ts", { cwd: root })
  .sort()
  .flatMap((file) => docstringExamples(file).map((code, index) => ({ file, index, code })));

describe("examples in the documents", () => {
  for (const document of ["README.md", "docs/language.md"]) {
    it(`${document} renders in each of its environments`, async () => {
      const file = join(folder, `${document.replaceAll("/", "-")}.ts`);
      writeFileSync(file, program(document));
      const platform = await loadPlatform(file, entry);
      assert.ok(platform.environments.length >= 2);
      for (const environment of platform.environments) {
        assert.ok(render(resolve(platform, environment)).length > 15);
      }
    });
  }

  for (const { file, index, code } of examples) {
    it(`${file} example ${index + 1} runs`, async () => {
      const path = join(folder, `${file.replaceAll("/", "-")}-${index}.ts`);
      writeFileSync(path, withGivens(code));
      const url = pathToFileURL(path).href;
      const end = answerOwnName(entry, url);
      try {
        await import(url);
      } finally {
        end();
      }
    });
  }

  it("all of them compile", () => {
    assert.ok(examples.length >= 15, "docstrings have lost their examples");
    const options = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: {
        paths: { slipway: [join(root, "src/index.ts")] },
        typeRoots: [join(root, "node_modules/@types")],
        noUnusedLocals: false,
      },
      include: ["*.ts"],
      exclude: [],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(options));
    writeFileSync(join(folder, "docs-secrets.ts"), program("docs/secrets.md"));
    const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", folder], {
      encoding: "utf8",
    });
    assert.deepEqual(stdout.split("\n").filter(Boolean), []);
  });
});
