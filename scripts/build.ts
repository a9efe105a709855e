import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, transform } from "esbuild";
import { withEagerFunctions } from "./eager-functions.ts";

// Writes dist/: the command line and the public modules as JavaScript, and their types. What both need
// lies in shared chunks, so that the command and a platform file use the same module instances.

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

/**
 * An import of node:fs or node:util reads every property of the module, and with it loads what only
 * some of them need, such as fs.promises: a tenth of the time of a rendering. The same module by
 * getBuiltinModule does not.
 */
const lazyBuiltins: Plugin = {
  name: "lazy-builtins",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: "builtin" }));
    onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => {
      const names = Object.entries(Object.getOwnPropertyDescriptors(process.getBuiltinModule(path)))
        .filter(([, property]) => "value" in property)
        .map(([name]) => name);
      const lines = names.map((name) => `export const ${name} = /* @__PURE__ */ take("${name}");`);
      const head = `const take = (name) => process.getBuiltinModule("${path}")[name];`;
      return { contents: [head, ...lines].join("\n") };
    });
  },
};

rmSync(dist, { recursive: true, force: true });
const { outputFiles } = await build({
  write: false,
  absWorkingDir: root,
  entryPoints: { main: "src/cli/main.ts", index: "src/index.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  logLevel: "warning",
  plugins: [lazyBuiltins],
});
mkdirSync(dist);
for (const { path, text } of outputFiles) {
  const code = withEagerFunctions(text);
  // Only to be sure that it is still JavaScript.
  await transform(code, { loader: "js", format: "esm" });
  writeFileSync(path, code);
}

// All modules lie in dist/ itself, and read the API's data from a folder beside them.
cpSync(join(root, "src/kubernetes/data"), join(dist, "data"), { recursive: true });

const tsc = spawnSync("tsc", ["-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}` },
});
process.exitCode = tsc.status ?? 1;
