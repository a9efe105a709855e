import assert from "node:assert/strict";
import {
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { writeFolder } from "../../src/manifests/folder.ts";
import { ProblemError } from "../../src/problem.ts";
import { scratch, treeOf } from "./tree.ts";

type Files = Readonly<Record<string, string>>;

const files: Files = { "api.yaml": "api: 1\n", "db.yaml": "db: 1\n" };

function write(folder: string, content: Files, force = false) {
  return writeFolder(folder, new Map(Object.entries(content)), force);
}

function written(content: Files = files): string {
  const folder = join(scratch(), "out");
  write(folder, content);
  return folder;
}

function empty(): string {
  const folder = join(scratch(), "out");
  mkdirSync(folder);
  return folder;
}

/** Nothing is written, and the problem reads like this. */
function refuses(folder: string, content: Files, message: RegExp, force = false): void {
  const around = join(folder, "..");
  const before = treeOf(around);
  assert.throws(
    () => write(folder, content, force),
    (error) => error instanceof ProblemError && message.test(error.message),
  );
  assert.deepEqual(treeOf(around), before);
}

describe("writing into a folder", () => {
  test("makes it and the folders above it", () => {
    const folder = join(scratch(), "a", "b");
    assert.deepEqual(write(folder, files), {
      write: ["api.yaml", "db.yaml"],
      keep: [],
      remove: [],
    });
    const { ".slipway": record, ...rest } = treeOf(folder);
    assert.deepEqual(rest, files);
    assert.deepEqual(Object.keys(JSON.parse(record ?? "").files), ["api.yaml", "db.yaml"]);
  });

  test("fills a folder that is there, and leaves what is not in its way", () => {
    const folder = empty();
    const others = { "README.md": "hello\n", "kustomization.yaml": "resources: []\n" };
    for (const [name, text] of Object.entries(others)) writeFileSync(join(folder, name), text);
    write(folder, files);
    const { ".slipway": _, ...rest } = treeOf(folder);
    assert.deepEqual(rest, { ...others, ...files });
  });

  test("leaves unchanged files alone, their times included", () => {
    const folder = written();
    const old = new Date("2020-01-02T03:04:05Z");
    for (const name of [...Object.keys(files), ".slipway"])
      utimesSync(join(folder, name), old, old);
    const again = write(folder, files);
    assert.deepEqual(again, { write: [], keep: ["api.yaml", "db.yaml"], remove: [] });
    for (const name of [...Object.keys(files), ".slipway"])
      assert.equal(lstatSync(join(folder, name)).mtimeMs, old.getTime(), name);
    const changed = write(folder, { ...files, "db.yaml": "db: 2\n" });
    assert.deepEqual(changed, { write: ["db.yaml"], keep: ["api.yaml"], remove: [] });
    assert.equal(lstatSync(join(folder, "api.yaml")).mtimeMs, old.getTime());
    assert.notEqual(lstatSync(join(folder, "db.yaml")).mtimeMs, old.getTime());
  });

  test("removes its own stale files", () => {
    const folder = written();
    assert.deepEqual(write(folder, { "api.yaml": "api: 1\n" }).remove, ["db.yaml"]);
    assert.deepEqual(Object.keys(treeOf(folder)), [".slipway", "api.yaml"]);
  });

  test("writes again what was deleted by hand", () => {
    const folder = written();
    rmSync(join(folder, "api.yaml"));
    assert.deepEqual(write(folder, files).write, ["api.yaml"]);
    rmSync(join(folder, "db.yaml"));
    assert.deepEqual(write(folder, { "api.yaml": "api: 1\n" }).remove, []);
  });

  test("goes through a link to the folder itself", () => {
    const folder = written();
    const link = join(scratch(), "link");
    symlinkSync(folder, link);
    write(link, { "api.yaml": "api: 2\n" });
    assert.equal(readFileSync(join(folder, "api.yaml"), "utf8"), "api: 2\n");
    assert.ok(lstatSync(link).isSymbolicLink());
  });

  test("keeps its list under a name that kubectl apply -f does not take for a manifest", () => {
    const names = Object.keys(treeOf(written({})));
    assert.equal(names.length, 1);
    assert.doesNotMatch(names[0] ?? "", /\.(ya?ml|json)$/);
  });
});

const nested: Files = { "base/api.yaml": "api: 1\n", "overlays/dev/a/b.yaml": "b: 1\n" };

describe("folders inside a folder", () => {
  test("are made as files need them, and go with their last file", () => {
    const folder = written(nested);
    const { ".slipway": _, ...tree } = treeOf(folder);
    const folders = { base: null, overlays: null, "overlays/dev": null, "overlays/dev/a": null };
    assert.deepEqual(tree, { ...nested, ...folders });
    assert.deepEqual(write(folder, nested).keep, Object.keys(nested));
    assert.deepEqual(write(folder, files).remove, Object.keys(nested));
    assert.deepEqual(Object.keys(treeOf(folder)), [".slipway", "api.yaml", "db.yaml"]);
    write(folder, nested);
    assert.deepEqual(Object.keys(treeOf(folder)).length, 7);
  });

  test("stay where somebody has put something into them", () => {
    const folder = written(nested);
    writeFileSync(join(folder, "overlays/dev/notes.md"), "mine\n");
    write(folder, { "base/api.yaml": "api: 1\n" });
    const { ".slipway": _, ...tree } = treeOf(folder);
    const kept = { "overlays/dev/notes.md": "mine\n", "base/api.yaml": "api: 1\n" };
    assert.deepEqual(tree, { ...kept, base: null, overlays: null, "overlays/dev": null });
  });

  test("protect what was edited in them", () => {
    const folder = written(nested);
    writeFileSync(join(folder, "overlays/dev/a/b.yaml"), "edited\n");
    refuses(folder, nested, /overlays\/dev\/a\/b\.yaml was edited since/);
    refuses(folder, files, /overlays\/dev\/a\/b\.yaml was edited since/);
    write(folder, files, true);
    assert.deepEqual(Object.keys(treeOf(folder)), [".slipway", "api.yaml", "db.yaml"]);
  });

  test("are never links or files: nothing outside is written or removed", () => {
    const outside = scratch();
    writeFileSync(join(outside, "api.yaml"), "api: 1\n");
    for (const isForced of [false, true]) {
      const folder = empty();
      symlinkSync(outside, join(folder, "base"));
      refuses(folder, nested, /base is no folder/, isForced);
      const other = empty();
      writeFileSync(join(other, "overlays"), "a file\n");
      refuses(other, nested, /overlays is no folder/, isForced);
      const moved = written(nested);
      rmSync(join(moved, "base"), { recursive: true });
      symlinkSync(outside, join(moved, "base"));
      assert.deepEqual(write(moved, files, isForced).remove, ["overlays/dev/a/b.yaml"]);
    }
    assert.deepEqual(treeOf(outside), { "api.yaml": "api: 1\n" });
  });
});

describe("what stands in the way of a folder", () => {
  test("a foreign file stops it, unless it is the same or --force is given", () => {
    const folder = empty();
    writeFileSync(join(folder, "api.yaml"), "mine\n");
    refuses(folder, files, /api\.yaml was not written by slipway/);
    write(folder, files, true);
    assert.equal(treeOf(folder)["api.yaml"], "api: 1\n");

    const same = empty();
    writeFileSync(join(same, "api.yaml"), "api: 1\n");
    assert.deepEqual(write(same, files).keep, ["api.yaml"]);
  });

  test("a file edited by hand stops it, unless --force is given", () => {
    const folder = written();
    writeFileSync(join(folder, "api.yaml"), "api: edited\n");
    refuses(folder, { ...files, "api.yaml": "api: 2\n" }, /api\.yaml was edited since/);
    refuses(folder, files, /api\.yaml was edited since/);
    write(folder, files, true);
    assert.equal(treeOf(folder)["api.yaml"], "api: 1\n");
  });

  test("a stale file edited by hand is not removed, unless --force is given", () => {
    const folder = written();
    writeFileSync(join(folder, "db.yaml"), "db: edited\n");
    refuses(folder, { "api.yaml": "api: 1\n" }, /db\.yaml was edited since/);
    write(folder, { "api.yaml": "api: 1\n" }, true);
    assert.ok(!("db.yaml" in treeOf(folder)));
  });

  test("all of it is told at once", () => {
    const folder = written();
    writeFileSync(join(folder, "api.yaml"), "edited\n");
    writeFileSync(join(folder, "db.yaml"), "edited\n");
    refuses(folder, files, /api\.yaml was edited.*\n.*db\.yaml was edited/);
  });

  test("a link is never written through: it stops, or is replaced with --force", () => {
    const outside = join(scratch(), "victim");
    writeFileSync(outside, "precious\n");
    const folder = empty();
    symlinkSync(outside, join(folder, "api.yaml"));
    refuses(folder, files, /api\.yaml was not written by slipway/);
    write(folder, files, true);
    assert.equal(readFileSync(outside, "utf8"), "precious\n");
    assert.ok(lstatSync(join(folder, "api.yaml")).isFile());
  });

  test("a stale file that became a link or a folder is left alone", () => {
    const folder = written();
    const outside = join(scratch(), "victim");
    writeFileSync(outside, "precious\n");
    rmSync(join(folder, "db.yaml"));
    symlinkSync(outside, join(folder, "db.yaml"));
    write(folder, { "api.yaml": "api: 1\n" }, true);
    assert.equal(readFileSync(outside, "utf8"), "precious\n");
    assert.equal(treeOf(folder)["db.yaml"], `-> ${outside}`);
  });

  test("a folder in the way is never replaced", () => {
    for (const name of ["api.yaml", ".slipway"]) {
      const folder = empty();
      mkdirSync(join(folder, name));
      refuses(folder, files, /is a folder|is not a list/);
      refuses(folder, files, /is a folder/, true);
    }
  });

  test("a list that slipway did not write is not believed", () => {
    const record = (names: object) =>
      JSON.stringify({ writtenBy: "slipway render", version: 1, files: names });
    const forged = [
      "not JSON",
      "null",
      "[]",
      "<<<<<<< HEAD\n",
      JSON.stringify({ version: 2, files: {} }),
      record({ "../victim": "sha256:0" }),
      record({ "/etc/hostname": "sha256:0" }),
      record({ "sub/../../victim": "sha256:0" }),
      record({ "sub//api.yaml": "sha256:0" }),
      record({ "sub/.hidden": "sha256:0" }),
      record({ "..": "sha256:0" }),
      record({ "api.yaml": 1 }),
    ];
    for (const text of forged) {
      const folder = written();
      const victim = join(folder, "..", "victim");
      writeFileSync(victim, "precious\n");
      writeFileSync(join(folder, ".slipway"), text);
      refuses(folder, { "api.yaml": "api: 2\n" }, /\.slipway is not a list of files/);
      write(folder, { "api.yaml": "api: 2\n" }, true);
      assert.equal(readFileSync(victim, "utf8"), "precious\n");
      assert.equal(treeOf(folder)["db.yaml"], "db: 1\n", "what nobody listed is not removed");
    }
  });

  test("a list that is a link is not believed", () => {
    const folder = written();
    const outside = join(scratch(), "list");
    writeFileSync(outside, readFileSync(join(folder, ".slipway")));
    rmSync(join(folder, ".slipway"));
    symlinkSync(outside, join(folder, ".slipway"));
    refuses(folder, { "api.yaml": "api: 2\n" }, /\.slipway is not a list of files/);
  });

  test("a file, a link to nothing or a file above it is no folder", () => {
    const parent = scratch();
    writeFileSync(join(parent, "file"), "");
    refuses(join(parent, "file"), files, /file is a file/);
    symlinkSync(join(parent, "nowhere"), join(parent, "link"));
    refuses(join(parent, "link"), files, /link is a symbolic link that leads nowhere/);
    assert.throws(() => write(join(parent, "file", "out"), files), ProblemError);
  });
});
