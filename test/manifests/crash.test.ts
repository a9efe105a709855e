import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { writeFolder } from "../../src/manifests/folder.ts";
import { scratch, treeOf } from "./tree.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url).pathname;

const before = {
  "a.yaml": "a: 1\n",
  "b.yaml": "b: 1\n",
  "gone.yaml": "gone: 1\n",
  "same.yaml": "s\n",
  "in/a.yaml": "in a: 1\n",
  "left/deep/gone.yaml": "deep: 1\n",
};
const now = {
  "a.yaml": "a: 2\n",
  "b.yaml": "b: 2\n",
  "new.yaml": "new: 2\n",
  "same.yaml": "s\n",
  "in/a.yaml": "in a: 2\n",
  "fresh/deep/new.yaml": "deep: 2\n",
};
const later = { "a.yaml": "a: 3\n", "other.yaml": "other: 3\n", "same.yaml": "s\n" };

function write(folder: string, files: Readonly<Record<string, string>>): void {
  writeFolder(folder, new Map(Object.entries(files)), false);
}

/** Writes in a process whose disk fails at its n-th change. */
function writeWith(fault: string, folder: string, files: Readonly<Record<string, string>>) {
  const args = ["--import", fixture("faulty-disk.ts"), fixture("write.ts"), folder];
  return spawnSync(process.execPath, [...args, JSON.stringify(files)], {
    env: { ...process.env, FAULT: fault },
    encoding: "utf8",
  });
}

/** A folder as it was written before, with a file of somebody else in it. */
function written(): string {
  const folder = join(scratch(), "out");
  write(folder, before);
  writeFileSync(join(folder, "README.md"), "ours\n");
  return folder;
}

/** The tree without what a process that was killed left behind. */
function withoutStages(tree: Record<string, string | null>) {
  return Object.fromEntries(
    Object.entries(tree).filter(([name]) => !name.includes(".slipway-new-")),
  );
}

const beforeTree = treeOf(written());
const nowTree = (() => {
  const folder = written();
  write(folder, now);
  return treeOf(folder);
})();
const newTree = (() => {
  const folder = join(scratch(), "out");
  write(folder, now);
  return treeOf(folder);
})();
const laterTree = (() => {
  const folder = written();
  write(folder, later);
  return treeOf(folder);
})();

/** Faults at the first change of the disk, the second, and so on to the last. */
function* faults(mode: "kill" | "full", start: () => string) {
  for (let at = 1; ; at++) {
    const folder = start();
    const { status, stderr } = writeWith(`${mode} ${at}`, folder, now);
    if (stderr.includes("no fault")) return;
    yield { at, folder, status, stderr };
  }
}

describe("a folder while the disk is full", () => {
  test("holds what it held before, to the byte, wherever it fails", () => {
    let failures = 0;
    for (const { at, folder, status, stderr } of faults("full", written)) {
      if (status === 0) {
        assert.deepEqual(withoutStages(treeOf(folder)), nowTree, `change ${at}`);
        continue;
      }
      failures += 1;
      assert.equal(status, 2, stderr);
      assert.match(stderr, /cannot be written: the disk is full/);
      assert.deepEqual(treeOf(folder), beforeTree, `change ${at}`);
    }
    assert.ok(failures >= 10, `only ${failures} of the changes failed`);
  });

  test("does not appear half filled when it is new", () => {
    for (const { at, folder, status } of faults("full", () => join(scratch(), "deep", "out"))) {
      if (status === 0) assert.deepEqual(withoutStages(treeOf(folder)), newTree);
      else assert.ok(!existsSync(folder), `change ${at}`);
    }
  });
});

describe("a folder whose writer is killed", () => {
  test("holds whole files only, and the next run finishes without --force", () => {
    let kills = 0;
    for (const { at, folder, status } of faults("kill", written)) {
      if (status === 0) continue;
      kills += 1;
      const tree = withoutStages(treeOf(folder));
      for (const [name, text] of Object.entries(tree))
        assert.ok(text === beforeTree[name] || text === nowTree[name], `change ${at}: ${name}`);
      for (const name of ["a.yaml", "b.yaml", "in/a.yaml", "same.yaml", ".slipway", "README.md"])
        assert.ok(name in tree, `change ${at}: ${name} is missing`);
      const other = join(scratch(), "copy");
      cpSync(folder, other, { recursive: true });
      write(folder, now);
      assert.deepEqual(treeOf(folder), nowTree, `change ${at}`);
      write(other, later);
      assert.deepEqual(treeOf(other), laterTree, `change ${at}, and other files after it`);
    }
    assert.ok(kills >= 10, `only ${kills} of the changes were hit`);
  });

  test("is complete or not there when it is new, and nothing stays beside it", () => {
    for (const { at, folder, status } of faults("kill", () => join(scratch(), "out"))) {
      if (status !== 0 && existsSync(folder))
        assert.deepEqual(withoutStages(treeOf(folder)), newTree, `change ${at}`);
      write(folder, now);
      assert.deepEqual(readdirSync(join(folder, "..")), ["out"], `change ${at}`);
    }
  });
});
