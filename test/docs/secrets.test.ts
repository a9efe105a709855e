import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { renderEnvironment } from "../../src/load/environment.ts";
import { loadPlatform } from "../../src/load/load.ts";
import { folder, shell } from "../cli/slipway.ts";
import { controller } from "../secrets/controller.ts";

const root = new URL("../../", import.meta.url);
const text = readFileSync(new URL("docs/secrets.md", root), "utf8");
const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
  ([, language = "", code = ""]) => ({ language, code }),
);

test("the examples of docs/secrets.md run in their order and say what is written there", async () => {
  const cwd = folder({ "sealing.pem": controller().certificate });
  let said = "";
  let commands = 0;
  for (const { language, code } of blocks) {
    if (language === "ts") writeFileSync(join(cwd, "platform.ts"), code);
    else if (language === "dotenv")
      writeFileSync(join(cwd, /^# (\S+)\n/.exec(code)?.[1] as string), code);
    else if (language === "sh") {
      const { stdout, stderr } = shell(`slipway() { $SLIPWAY "$@"; }\n${code}`, {
        cwd,
        env: { NO_COLOR: "1" },
      });
      said = stdout + stderr;
      commands++;
    } else assert.equal(said, code);
  }
  assert.equal(commands, 3);
  const file = join(cwd, "platform.ts");
  const entry = pathToFileURL(fileURLToPath(new URL("src/index.ts", root))).href;
  const platform = await loadPlatform(file, entry);
  const kinds: Record<string, string[]> = {};
  for (const environment of platform.environments) {
    if (environment === "staging") continue; // nobody has the private key, and sops is not needed here
    const { rendered } = await renderEnvironment(platform, file, environment);
    const own = rendered.filter(({ groups }) => groups.includes("secrets"));
    kinds[environment] = own.map(({ object }) => object.kind);
  }
  assert.deepEqual(kinds, {
    dev: [],
    production: ["SealedSecret"],
    elsewhere: ["ExternalSecret"],
  });
  await assert.rejects(renderEnvironment(platform, file, "staging"), /not encrypted yet/);
});
