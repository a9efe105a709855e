import assert from "node:assert/strict";
import { it } from "node:test";
import {
  catalogue,
  type ProgramEntry,
  withEntries,
} from "../../../src/check/programs/catalogue/index.ts";

it("an entry says where it is from, and what it holds for", () => {
  for (const { name, versions, source, images, executables } of catalogue.entries) {
    assert.match(source, /^https:\/\//, name);
    assert.notEqual(versions, "", name);
    assert.ok(images.length + executables.length > 0, name);
    for (const image of images) assert.match(image, /^[a-z0-9_.-]+\/[a-z0-9_.-]+$/, name);
  }
});

it("no image is of two entries", () => {
  const images = catalogue.entries.flatMap((entry) => entry.images);
  assert.equal(new Set(images).size, images.length);
});

it("an image is known by whole steps of its path", () => {
  assert.equal(catalogue.byRepository("library/redis")?.name, "Redis");
  assert.equal(catalogue.byRepository("docker/library/redis")?.name, "Redis");
  for (const other of [
    "shop/redis",
    "library/redis-tools",
    "mylibrary/redis",
    "redis",
    "library/redis/x",
  ])
    assert.equal(catalogue.byRepository(other), undefined, other);
});

it("a name alone is of an image in every folder", () => {
  const own: ProgramEntry = {
    name: "our backend",
    images: ["backend"],
    versions: "all",
    source: "backend/Dockerfile",
    executables: [],
  };
  const more = withEntries(catalogue, [own, { ...own, images: ["other/backend"] }]);
  assert.equal(more.byRepository("backend"), own);
  assert.equal(more.byRepository("team/backend"), own);
  assert.notEqual(more.byRepository("other/backend"), own);
  assert.equal(more.byRepository("our-backend"), undefined);
  assert.equal(more.byRepository("backend/worker"), undefined);
});

it("entries of one's own are added, and take the place of others", () => {
  const own: ProgramEntry = {
    name: "our cache",
    images: ["shop/cache", "library/redis"],
    versions: "all",
    source: "https://example.org/cache",
    executables: ["cached", "redis-server"],
    ports: [{ port: 7000 }],
  };
  const more = withEntries(catalogue, [own]);
  assert.equal(more.byRepository("shop/cache"), own);
  assert.equal(more.byRepository("library/redis"), own);
  assert.equal(more.byExecutable("cached"), own);
  assert.equal(more.byExecutable("redis-server"), own);
  assert.equal(more.byRepository("library/postgres")?.name, "PostgreSQL");
  assert.equal(catalogue.byRepository("shop/cache"), undefined);
});
