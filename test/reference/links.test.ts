import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { platform, web } from "../../src/index.ts";
import { systems } from "../examples/systems.ts";
import { everything } from "./everything.ts";
import { type Described, described, describedExample } from "./pages.ts";

/** The text of a page without its blocks of code and without code in lines. */
function prose(page: string): string {
  return page
    .replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, "")
    .replace(/(`+)[^`\n](?:[\s\S]*?[^`])?\1(?!`)/g, "");
}

/** Anchors as GitHub makes them from headings. */
function anchorsOf(page: string): Set<string> {
  const seen = new Map<string, number>();
  const without = page.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, "");
  return new Set(
    [...without.matchAll(/^#{1,6} (.*)$/gm)].map(([, title = ""]) => {
      const letters = [...title.toLowerCase()].filter((c) => /[\p{L}\p{N} _-]/u.test(c));
      const slug = letters.map((c) => (c === " " ? "-" : c)).join("");
      const times = seen.get(slug) ?? 0;
      seen.set(slug, times + 1);
      return times === 0 ? slug : `${slug}-${times}`;
    }),
  );
}

/** Links that lead nowhere. */
function dangling(pages: ReadonlyMap<string, string>): string[] {
  const anchors = new Map([...pages].map(([name, text]) => [name, anchorsOf(text)]));
  return [...pages].flatMap(([name, text]) =>
    [...prose(text).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
      if (/^https:/.test(link)) return [];
      const [file = "", anchor] = link.split("#");
      const found = anchors.get(file === "" ? name : file);
      if (!found) return [`${name}: ${link} (no such page)`];
      return anchor === undefined || found.has(anchor)
        ? []
        : [`${name}: ${link} (no such heading)`];
    }),
  );
}

/** Lines of tables that GitHub would not show as such. */
function badTables(pages: ReadonlyMap<string, string>): string[] {
  return [...pages].flatMap(([name, text]) => {
    const lines = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, "").split("\n");
    return lines.flatMap((line, index) => {
      if (!line.startsWith("|")) return [];
      const columns = (row: string) => row.split(/(?<!\\)\|/).length;
      let head = index;
      while (lines[head - 1]?.startsWith("|")) head--;
      const isRule = index === head + 1 ? /^\|( --- \|)+$/.test(line) : true;
      const fits = columns(line) === columns(lines[head] ?? "");
      const apart = lines[head - 1] === "";
      return isRule && fits && apart ? [] : [`${name}: ${line}`];
    });
  });
}

/** Pages that no other links to. */
function lonely({ pages }: Described): string[] {
  const linked = new Set(
    [...pages.values()].flatMap((text) =>
      [...text.matchAll(/\]\(([\w.-]+\.md)/g)].map(([, to]) => to),
    ),
  );
  return [...pages.keys()].filter((name) => name !== "README.md" && !linked.has(name));
}

const all: readonly (readonly [string, () => Promise<Described>])[] = [
  ...systems.map((system) => [system, () => describedExample(system)] as const),
  ["everything", () => described(everything())],
];

describe("the pages of every example", async () => {
  for (const [system, make] of all) {
    const own = await make();
    it(`${system}: every link leads to a page and a heading`, () => {
      assert.deepEqual(dangling(own.pages), []);
      const links = [...own.pages.values()].join("").match(/\]\([^)]*#/g) ?? [];
      assert.ok(links.length > 100, `${links.length} links to headings`);
    });
    it(`${system}: every page is linked to`, () => assert.deepEqual(lonely(own), []));
    it(`${system}: every table is one`, () => assert.deepEqual(badTables(own.pages), []));
    it(`${system}: headings of a page have anchors of their own`, () => {
      for (const [name, text] of own.pages) {
        const repeated = [...anchorsOf(text)].filter((anchor) => /-\d$/.test(anchor));
        const real = repeated.filter((anchor) => anchorsOf(text).has(anchor.replace(/-\d$/, "")));
        assert.deepEqual(real, [], name);
      }
    });
    it(`${system}: says the same each time`, async () =>
      assert.deepEqual((await make()).pages, own.pages));
  }

  it("environments whose names no file can have get pages of their own", async () => {
    const api = web("api", {
      image: "example.org/api:1",
      port: 80,
      scale: 1,
      resources: { cpu: ["100m", "200m"], memory: ["128Mi", "256Mi"] },
    });
    const at = (namespace: string) => ({ namespace });
    const environments = { "eu/1": at("a"), "EU 1": at("b"), "it's | `x`": at("c") };
    const own = await described(platform("shop", { components: { api }, environments }));
    const runbooks = [...own.pages.keys()].filter((name) => name.startsWith("runbook"));
    assert.deepEqual(runbooks, ["runbook-eu-1.md", "runbook-eu-1-2.md", "runbook-it-s----x-.md"]);
    assert.deepEqual(dangling(own.pages), []);
    assert.deepEqual(lonely(own), []);
    assert.deepEqual(badTables(own.pages), []);
  });

  it("a broken link, a broken table and a lonely page are noticed", async () => {
    const { pages } = await describedExample("wbot");
    const readme = pages.get("README.md") ?? "";
    const and = (text: string) => new Map([...pages, ["README.md", readme + text]]);
    assert.deepEqual(dangling(and("[a](nowhere.md)")), ["README.md: nowhere.md (no such page)"]);
    assert.deepEqual(dangling(and("[a](network.md#nowhere)")), [
      "README.md: network.md#nowhere (no such heading)",
    ]);
    assert.deepEqual(dangling(and("\n```\n[a](nowhere.md)\n```\n")), []);
    assert.deepEqual(badTables(and("\n| a | b |\n| --- | --- |\n| `x|y` | z |\n")), [
      "README.md: | `x|y` | z |",
    ]);
    const alone = new Map([...pages, ["alone.md", "# Alone\n"]]);
    assert.deepEqual(lonely({ ...(await describedExample("wbot")), pages: alone }), ["alone.md"]);
  });
});
