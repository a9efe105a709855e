import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { suite, test } from "node:test";
import { folderOf, readAll } from "./trees.ts";

const object = "apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n";

suite("paths of the command line", () => {
  test("a folder: manifests below it in the order of names, hidden and foreign ones left out", async () => {
    const names = [
      "b.yml",
      "a/z.yaml",
      "a/y.JSON",
      "c.txt",
      ".git/x.yaml",
      "node_modules/p/x.yaml",
    ];
    const folder = folderOf(Object.fromEntries(names.map((name) => [name, object])));
    assert.deepEqual(await namesIn(folder), ["a/y.JSON", "a/z.yaml", "b.yml"]);
  });

  test("a file that is named directly is read whatever its name is", async () => {
    const folder = folderOf({ "manifest.txt": object });
    const [source] = await readAll([join(folder, "manifest.txt")]);
    assert.equal([...source!.documents()][0]!.objects.length, 1);
  });

  test("what is named twice is read once", async () => {
    const folder = folderOf({ "a.yaml": object });
    symlinkSync("a.yaml", join(folder, "b.yaml"));
    const paths = [folder, join(folder, "a.yaml"), `${folder}/./b.yaml`, folder];
    const sources = await readAll(paths);
    assert.equal(sources.filter(({ problems }) => problems.length === 0).length, 1);
  });

  test("links that lead in a circle end", async () => {
    const folder = folderOf({ "a/b/c.yaml": object });
    symlinkSync("..", join(folder, "a/b/up"));
    symlinkSync("loop.yaml", join(folder, "loop.yaml"));
    assert.deepEqual(await namesIn(folder), ["a/b/c.yaml", "loop.yaml"]);
    assert.equal(await aboutOf(join(folder, "loop.yaml")), "link-loop");
  });

  test("stdin", async () => {
    async function* stdin() {
      yield Buffer.from(object.slice(0, 10));
      yield Buffer.from(object.slice(10));
    }
    const [source, ...others] = await readAll(["-", "-"], { stdin: stdin() });
    assert.deepEqual(others, []);
    assert.equal(source!.kind, "stdin");
    const [document] = [...source!.documents()];
    assert.deepEqual(document!.objects[0]!.locate(["kind"]), { file: "-", line: 2, column: 7 });
  });

  test("one that is not there", async () => {
    assert.equal(await aboutOf(join(folderOf({}), "none.yaml")), "missing");
    const file = join(folderOf({ "a.yaml": object }), "a.yaml", "b.yaml");
    assert.equal(await aboutOf(file), "missing");
  });

  test("a folder without manifests", async () => {
    assert.equal(await aboutOf(folderOf({ "a.txt": "a" })), "nothing-found");
  });

  test("what is no text, or in an unknown encoding", async () => {
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
    const folder = folderOf({
      "a.yaml": picture,
      "b.yaml": Buffer.from(object, "utf16le"),
      "c.yaml": Buffer.from(`${object}a: é\n`, "latin1"),
      "d.yaml": Buffer.from(`\ufeff${object}`, "utf16le"),
    });
    const sources = await readAll([folder]);
    assert.deepEqual(
      sources.map(({ problems: [problem] }) => problem && [problem.about, problem.where.line]),
      [["binary", 1], ["encoding", 1], ["encoding", 4], undefined],
    );
    assert.equal([...sources[3]!.documents()][0]!.objects.length, 1);
  });

  test("one that is too large", async () => {
    const folder = folderOf({ "a.yaml": object });
    const [source] = await readAll([folder], { largest: 10 });
    assert.equal(source!.problems[0]!.about, "too-large");
  });

  test("one that may not be read", { skip: process.getuid?.() !== 0 && "needs root" }, () => {
    const folder = folderOf({ "a.yaml": object, "b/c.yaml": object });
    chmodSync(join(folder, "a.yaml"), 0);
    mkdirSync(join(folder, "d"), { mode: 0 });
    const script = `
      import { readPaths } from ${JSON.stringify(new URL("../../../src/manifests/read/index.ts", import.meta.url).href)};
      for await (const { problems } of readPaths([${JSON.stringify(folder)}]))
        for (const { about } of problems) console.log(about);`;
    chmodSync(folder, 0o755);
    const argv = ["--input-type=module", "-e", script];
    const { stdout, stderr } = spawnSync(process.execPath, argv, { uid: 65534, encoding: "utf8" });
    assert.deepEqual(stdout.split("\n"), ["permission", "permission", ""], stderr);
  });
});

async function namesIn(folder: string): Promise<string[]> {
  const sources = await readAll([folder]);
  return sources.map(({ path }) => relative(folder, path));
}

async function aboutOf(path: string): Promise<string | undefined> {
  const [source, ...others] = await readAll([path]);
  assert.deepEqual(others, []);
  assert.deepEqual([...source!.documents()], []);
  return source!.problems[0]?.about;
}
