import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Plugin, rolldown } from "rolldown";
import { parseSync } from "rolldown/utils";
import { withEagerFunctions } from "./eager-functions.ts";
import { layersOf } from "./layers.ts";

// Writes dist/: the command line and the public modules as JavaScript, and their types. What both need
// lies in shared files, so that the command and a platform file use the same module instances.

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

/**
 * An import of node:fs or node:util reads every property of the module, and with it loads what only
 * some of them need, such as fs.promises: a tenth of the time of a rendering. The same module by
 * getBuiltinModule does not.
 */
const lazyBuiltins: Plugin = {
  name: "lazy-builtins",
  resolveId: (id) => (id.startsWith("node:") ? `\0${id}` : null),
  load: (id) => {
    if (!id.startsWith("\0node:")) return null;
    const module = id.slice(1);
    const names = Object.entries(Object.getOwnPropertyDescriptors(process.getBuiltinModule(module)))
      .filter(([name, property]) => "value" in property && name !== "default")
      .map(([name]) => name);
    const lines = names.map((name) => `export const ${name} = /* @__PURE__ */ take("${name}");`);
    const head = `const take = (name) => process.getBuiltinModule("${module}")[name];`;
    return { code: [head, ...lines].join("\n"), moduleSideEffects: false };
  },
};

rmSync(dist, { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: { main: "src/cli/main.ts", index: "src/index.ts" },
  platform: "node",
  preserveEntrySignatures: "allow-extension",
  checks: { ineffectiveDynamicImport: false },
  plugins: [lazyBuiltins],
});
let layers: ReadonlyMap<string, string> | undefined;
const { output } = await bundle.generate({
  dir: dist,
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [
      {
        debugName: "layer",
        name: (id, context) => {
          layers ??= layersOf(join(root, "src"), (other) => context.getModuleInfo(other));
          return layers.get(id) ?? null;
        },
      },
    ],
  },
});
mkdirSync(dist);
for (const file of output) {
  if (file.type !== "chunk") continue;
  const code = withEagerFunctions(file.code);
  // Only to be sure that it is still JavaScript.
  const [problem] = parseSync(file.fileName, code).errors;
  if (problem) throw new Error(`${file.fileName}: ${problem.message}`);
  writeFileSync(join(dist, file.fileName), code);
}

// All modules lie in dist/ itself, and read the API's data from a folder beside them.
cpSync(join(root, "src/kubernetes/data"), join(dist, "data"), { recursive: true });

const tsc = spawnSync("tsc", ["-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}` },
});
process.exitCode = tsc.status ?? 1;
