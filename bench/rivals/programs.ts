import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Written } from "../objects.ts";
import type { Command } from "../process.ts";

/** The two ways to write a cdk8s program that are measured. */
export type Variant = "raw" | "plus";

/** Puts the cdk8s programs where they find cdk8s. */
export function copyPrograms(folder: string): void {
  for (const name of ["raw.js", "plus.js"]) {
    copyFileSync(join(import.meta.dirname, "cdk8s", name), join(folder, name));
  }
}

export function cdk8s(variant: Variant, folder: string, data: string): Command {
  const name = variant === "raw" ? "cdk8s, ApiObject" : "cdk8s, cdk8s-plus";
  const env = { DATA: data };
  return { name, argv: [process.execPath, join(folder, `${variant}.js`)], cwd: folder, env };
}

/** Objects as JavaScript: a module with a function that gives them. */
export function writeObjects(file: string, objects: readonly Written[]): string {
  writeFileSync(file, `module.exports = () => ${JSON.stringify(objects, null, 1)};\n`);
  return file;
}

/**
 * The objects of a fleet as a person writes them for cdk8s: a loop around one team's.
 *
 * @param one what is rendered for the one team `name`
 */
export function writeLoop(
  file: string,
  one: readonly Written[],
  name: string,
  names: readonly string[],
): string {
  const [own, shared] = [true, false].map((its) =>
    literal(
      one.filter((object) => JSON.stringify(object).includes(name) === its),
      name,
    ),
  );
  const loop = `...${JSON.stringify(names)}.flatMap((name) => ${own})`;
  writeFileSync(file, `module.exports = () => [...${shared}, ${loop}];\n`);
  return file;
}

/** Objects as a literal in which every text that holds `name` is a template. */
function literal(objects: readonly Written[], name: string): string {
  return JSON.stringify(objects, null, 1).replace(
    /"(?:[^"\\]|\\.)*"(:?)/g,
    (text, colon: string) => {
      if (!text.includes(name)) return text;
      const inner = text.slice(1, text.lastIndexOf('"')).replace(/`|\$\{/g, "\\$&");
      const template = `\`${inner.replaceAll(name, "${name}")}\``;
      return colon === "" ? template : `[${template}]:`;
    },
  );
}
