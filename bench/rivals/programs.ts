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
 * @param one what is rendered for the first team alone
 * @param numbers what tells the teams apart in names
 */
export function writeLoop(
  file: string,
  one: readonly Written[],
  numbers: readonly string[],
): string {
  const [first] = numbers;
  const [own, shared] = [true, false].map((its) =>
    literal(
      one.filter((object) => JSON.stringify(object).includes(first!) === its),
      first!,
    ),
  );
  const loop = `...${JSON.stringify(numbers)}.flatMap((number) => ${own})`;
  writeFileSync(file, `module.exports = () => [...${shared}, ${loop}];\n`);
  return file;
}

/** Objects as a literal in which every text that holds `number` is a template. */
function literal(objects: readonly Written[], number: string): string {
  const text = /"(?:[^"\\]|\\.)*"(:?)/g;
  return JSON.stringify(objects, null, 1).replace(text, (whole, colon: string) => {
    if (!whole.includes(number)) return whole;
    const inner = whole.slice(1, whole.lastIndexOf('"')).replace(/`|\$\{/g, "\\$&");
    const template = `\`${inner.replaceAll(number, "${number}")}\``;
    return colon === "" ? template : `[${template}]:`;
  });
}
