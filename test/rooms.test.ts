import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** Which rooms each room may import from, beside itself. Files that lie in no room belong to nobody and know nothing. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  "closest.ts": [],
  "problem.ts": [],
  "program-entry.ts": [],
  "yaml.ts": [],
  kubernetes: ["closest.ts"],
  platform: ["kubernetes", "closest.ts", "problem.ts", "program-entry.ts"],
  render: ["platform", "kubernetes", "closest.ts", "problem.ts", "yaml.ts"],
  manifests: ["render", "platform", "kubernetes", "closest.ts", "problem.ts", "yaml.ts"],
  check: ["manifests", "kubernetes", "closest.ts", "problem.ts", "program-entry.ts"],
  inputs: [
    "deploy",
    "client",
    "check",
    "load",
    "secrets",
    "manifests",
    "render",
    "platform",
    "kubernetes",
    "closest.ts",
    "problem.ts",
    "program-entry.ts",
  ],
  reference: ["deploy", "client", "render", "platform", "kubernetes"],
  report: [
    "deploy",
    "client",
    "check",
    "reference",
    "manifests",
    "secrets",
    "render",
    "platform",
    "kubernetes",
    "closest.ts",
    "problem.ts",
  ],
  secrets: ["manifests", "render", "platform", "kubernetes", "closest.ts", "problem.ts", "yaml.ts"],
  client: ["manifests", "kubernetes", "closest.ts", "problem.ts"],
  deploy: ["client", "kubernetes", "closest.ts", "problem.ts"],
  load: ["secrets", "render", "platform", "kubernetes", "closest.ts", "problem.ts"],
  cli: [
    "deploy",
    "client",
    "inputs",
    "check",
    "load",
    "secrets",
    "report",
    "reference",
    "manifests",
    "render",
    "platform",
    "kubernetes",
    "closest.ts",
    "problem.ts",
    "program-entry.ts",
    "yaml.ts",
  ],
  "index.ts": ["platform", "kubernetes", "program-entry.ts"],
};

/** What rendering may run of the platform: it reads what is resolved, not the language. */
const renderMayTake = [
  "platform/resolve/index.ts",
  "platform/names.ts",
  "platform/options/values.ts",
];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

type Sources = ReadonlyMap<string, string>;

function sources(): Sources {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" });
  const code = files.filter((file) => file.endsWith(".ts"));
  return new Map(code.map((file) => [file, readFileSync(join(src, file), "utf8")]));
}

/** Static imports, re-exports and `import()` of relative files. */
function importsOf(files: Sources): Import[] {
  return [...files].flatMap(([from, text]) => {
    const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
    const statements = code.matchAll(
      /(?:^(import|export)\s+(type\s)?([^;"']*?)from\s*|\bimport\(\s*|^import\s+)["'](\.[^"']+)["']/gm,
    );
    return [...statements].map(([, , typed, names = "", path = ""]): Import => {
      const each = names
        .replace(/[{}]/g, "")
        .split(",")
        .filter((name) => name.trim() !== "");
      const allTypes = each.length > 0 && each.every((name) => name.trim().startsWith("type "));
      return {
        from,
        to: normalize(join(dirname(from), path)),
        typeOnly: typed !== undefined || allTypes,
      };
    });
  });
}

const roomOf = (file: string) => file.split("/")[0] as string;

function forbidden(files: Sources): string[] {
  return importsOf(files).flatMap(({ from, to }) => {
    const [room, other] = [roomOf(from), roomOf(to)];
    if (to.startsWith("..")) return [`${from} leaves src for ${to}`];
    if (room === other) return [];
    const allowed = arrows[room];
    if (!allowed) return [`${from} lies in a room that has no place in the design: ${room}`];
    return allowed.includes(other) ? [] : [`${from} may not import ${to}`];
  });
}

function beyondResolved(files: Sources): string[] {
  return importsOf(files)
    .filter(({ typeOnly }) => !typeOnly)
    .filter(({ from, to }) => roomOf(from) === "render" && roomOf(to) === "platform")
    .filter(({ to }) => !renderMayTake.includes(to))
    .map(({ from, to }) => `${from} takes ${to} instead of what is resolved`);
}

/** Files that need each other to be loaded; types are gone by then. */
function cycles(files: Sources): string[] {
  const next = Map.groupBy(
    importsOf(files).filter(({ typeOnly }) => !typeOnly),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, above: readonly string[]) => {
    const at = above.indexOf(file);
    if (at >= 0) found.push([...above.slice(at), file].join(" -> "));
    if (at >= 0 || done.has(file)) return;
    for (const { to } of next.get(file) ?? []) walk(to, [...above, file]);
    done.add(file);
  };
  for (const file of files.keys()) walk(file, []);
  return found;
}

function dangling(files: Sources): string[] {
  return importsOf(files)
    .filter(({ to }) => to.endsWith(".ts") && !to.startsWith("..") && !files.has(to))
    .map(({ from, to }) => `${from} imports ${to}, which is not there`);
}

const own = sources();
const and = (file: string, text: string): Sources => new Map([...own, [file, text]]);

test("rooms import only what the design allows", () => assert.deepEqual(forbidden(own), []));

test("rendering reads what is resolved, not the language", () =>
  assert.deepEqual(beyondResolved(own), []));

test("no file needs itself to be loaded", () => assert.deepEqual(cycles(own), []));

test("every import is seen", () => {
  assert.deepEqual(dangling(own), []);
  const names = [...own.keys()].filter((file) => file.startsWith("platform/"));
  const reached = new Set(importsOf(own).map(({ to }) => to));
  const lonely = names.filter((file) => !reached.has(file));
  assert.deepEqual(lonely, [], "imported by nobody, or by an import that this test overlooks");
});

test("no room reads the network or starts programs behind the command line's back", () => {
  const takes = (file: string) =>
    [...(own.get(file) as string).matchAll(/from "(node:[a-z_/]+)"/g)].map(([, name]) => name);
  for (const file of own.keys()) {
    if (!["platform", "render", "kubernetes"].includes(roomOf(file))) continue;
    const allowed = ["node:fs", "node:url", "node:crypto", "node:path", "node:zlib"];
    const beyond = takes(file).filter((name) => !allowed.includes(name as string));
    assert.deepEqual(beyond, [], file);
    if (roomOf(file) === "render")
      assert.deepEqual(
        takes(file).filter((name) => name !== "node:crypto"),
        [],
        file,
      );
  }
});

test("a forbidden import, a cycle and an unknown room are each noticed", () => {
  const wrong = (file: string, text: string) => forbidden(and(file, text)).join();
  const kind = 'import type { Pod } from "../render/pod.ts";';
  assert.match(wrong("platform/wrong.ts", kind), /platform\/wrong.ts may not import render/);
  assert.match(wrong("kubernetes/wrong.ts", 'export * from "../platform/text.ts";'), /may not/);
  assert.match(wrong("render/wrong.ts", 'const a = await import("../cli/main.ts");'), /may not/);
  assert.match(wrong("attic/wrong.ts", 'import "../problem.ts";'), /no place in the design: attic/);
  assert.match(wrong("cli/wrong.ts", 'import "../../test/wrong.ts";'), /leaves src/);
  const lazy = 'import { web } from "../platform/programs.ts";';
  assert.notDeepEqual(beyondResolved(and("render/wrong.ts", lazy)), []);
  const circle = new Map([
    ["a.ts", 'import { b } from "./b.ts";'],
    ["b.ts", 'import {\n  type T,\n  a,\n} from "./a.ts";'],
  ]);
  assert.deepEqual(cycles(circle), ["a.ts -> b.ts -> a.ts"]);
  const typed = new Map([...circle, ["b.ts", 'import { type T } from "./a.ts";']]);
  assert.deepEqual(cycles(typed), []);
});

test("paths in this test are those of the source", () => {
  for (const file of renderMayTake) assert.ok(own.has(file), relative(".", file));
});
