import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import {
  formatImage,
  imageProblem,
  imageTagProblem,
  parseImage,
} from "../../src/kubernetes/image.ts";

const DIGEST = `sha256:${"0".repeat(64)}`;

suite("images", () => {
  test("are read with the defaults of Docker's registry", () => {
    const full = [
      "nginx:1",
      "a/b:1",
      "docker.io/nginx:1",
      "ghcr.io/a/b:1",
      "localhost:5000/a:1",
      `a@${DIGEST}`,
    ];
    assert.deepEqual(
      full.map((text) => formatImage(parseImage(text))),
      [
        "docker.io/library/nginx:1",
        "docker.io/a/b:1",
        "docker.io/library/nginx:1",
        "ghcr.io/a/b:1",
        "localhost:5000/a:1",
        `docker.io/library/a@${DIGEST}`,
      ],
    );
    assert.deepEqual(parseImage(`reg.io:80/a/b:1@${DIGEST}`), {
      registry: "reg.io:80",
      repository: "a/b",
      tag: "1",
      digest: DIGEST,
    });
  });

  test("need a tag or a digest", () => {
    for (const text of ["nginx:1", `nginx@${DIGEST}`])
      assert.equal(imageTagProblem(text), undefined);
    assert.match(
      imageTagProblem("localhost:5000/nginx") ?? "",
      /no tag.*"localhost:5000\/nginx:1\.0\.0"/,
    );
    assert.equal(imageTagProblem("a b"), imageProblem("a b"));
  });

  test("that are wrong are explained", () => {
    const told: [string, RegExp][] = [
      ["", /write "name:tag"/],
      ["a b:1", /white space/],
      ["https://reg.io/a:1", /URL/],
      ["Nginx:1", /capitals; write "nginx:1"$/],
      ["reg.io/App/web:V1", /capitals; write "reg.io\/app\/web:V1"$/],
      ["a@sha256:abc", /write "name:tag"/],
      [`a@${DIGEST.replace("0", "A")}`, /64 lower-case/],
      ["0".repeat(64), /bare digest/],
      [`${"a".repeat(300)}:1`, /at most 255/],
    ];
    for (const [text, message] of told) assert.match(imageProblem(text) ?? "", message);
  });

  test("in full read as themselves, and any text gives an answer", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab1:/@.-_A") }), (text) => {
        if (imageProblem(text) !== undefined) return;
        const image = parseImage(text);
        assert.deepEqual(parseImage(formatImage(image)), image);
      }),
    );
    for (const text of ["a".repeat(1e5), "a-".repeat(5e4), "a.".repeat(5e4), ":/@".repeat(3e4)]) {
      assert.ok(imageProblem(text) !== undefined);
    }
  });
});
