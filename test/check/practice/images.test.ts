import assert from "node:assert/strict";
import { it } from "node:test";
import { mutableImage } from "../../../src/check/practice/mutable-image.ts";
import { changed, POD } from "../../../src/check/practice/shared/example.ts";
import { run } from "../../../src/check/run.ts";
import { worldOfText } from "../read.ts";
import { found } from "./found.ts";

const of = (image: string) => changed(POD, "example.com/web:v1", image);

it("latest, no tag, and tags that name no version are told", async () => {
  for (const image of [
    "nginx",
    "nginx:latest",
    "nginx:alpine",
    "ghcr.io/shop/web:main",
    "localhost.example.com/web",
  ])
    assert.equal((await found(mutableImage, of(image))).length, 1, image);
});

it("versions, commits, digests, placeholders and images of one's own desk are not", async () => {
  const fine = [
    "nginx:1.29",
    "debian:bookworm-20260101",
    "example.com/web:deadbee",
    `nginx:latest@sha256:${"0".repeat(64)}`,
    "example.com/web:IMAGE_TAG",
    "example.com/web:to-be-replaced",
    "localhost:5000/web:dev",
    "k3d-registry:5000/web",
    "auto",
    "controller:latest",
  ];
  for (const image of fine) assert.deepEqual(await found(mutableImage, of(image)), [], image);
  const present = changed(of("web"), "image: web", "image: web\n      imagePullPolicy: Never");
  assert.deepEqual(await found(mutableImage, present), []);
});

it("a tag of development is only good to know", async () => {
  const [one] = run([mutableImage], await worldOfText(of("ghcr.io/shop/web:dev")));
  assert.equal(one?.severity, "info");
});

it("several containers of a pod are one finding", async () => {
  const two = `${of("nginx")}    - { name: log, image: fluentd }\n`;
  assert.deepEqual(await found(mutableImage, two), [
    "the images of containers web and log may be another one with every pull: there is no tag",
  ]);
});
