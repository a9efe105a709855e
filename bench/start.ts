import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench, Section } from "./bench.ts";
import { measure, median } from "./measure.ts";
import { render } from "./slipway.ts";

const smallPlatform = `import { image, platform, web } from "slipway";

const resources = { cpu: ["100m", "500m"], memory: ["128Mi", "256Mi"] } as const;
const api = web("api", { image: image("shop/api"), port: 8000, resources, scale: 2 });

export default platform("shop", {
  components: { api },
  environments: { production: { namespace: "shop", images: { tag: "v1" } } },
});
`;

/** What the start of the command is made of. */
export function start({ slipway, rounds }: Bench): Section {
  const folder = join(slipway.folder, "small");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "platform.ts"), smallPlatform);
  writeFileSync(join(folder, "one.ts"), "export const one: number = 1;\n");
  const node = { cwd: slipway.folder };
  const figures = measure(
    [
      { ...node, name: "bare node", argv: [process.execPath, "-e", "0"] },
      { ...node, name: "node, one .ts file", argv: [process.execPath, join(folder, "one.ts")] },
      slipway.command("slipway --version", ["--version"]),
      { ...render(slipway, "small", "production"), name: "slipway render, one component" },
      { ...render(slipway, "thebot", "production"), name: "slipway render, thebot" },
    ],
    rounds(15),
  );
  const bare = median(figures[0]!.times);
  return {
    title: "the start of the command",
    figures,
    facts: figures.map(({ times }) => `${(median(times) - bare).toFixed(0)} ms over bare node`),
    limits: [],
  };
}
