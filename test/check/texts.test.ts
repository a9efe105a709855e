import assert from "node:assert/strict";
import { test } from "node:test";
import { inventory } from "../../src/check/objects/inventory.ts";
import { textOf, textsOf } from "../../src/check/objects/texts.ts";
import { listed, someOf } from "../../src/check/objects/titles.ts";
import { worldOfText } from "./read.ts";

const base64 = (text: string) => Buffer.from(text, "latin1").toString("base64");

test("the texts of a Secret: decoded, not what is encrypted or no text, that of stringData first", async () => {
  const world = await worldOfText(`apiVersion: v1
kind: Secret
metadata: { name: login }
data:
  user: ${base64("shop")}
  picture: ${base64("\xff\xfe\x00")}
  twice: ${base64("old")}
stringData: { twice: new, sealed: "ENC[AES256_GCM,data:x]" }
`);
  const [item] = inventory(world).of("", "Secret");
  assert.ok(item);
  const texts = textsOf(item).map(({ key, text, path }) => `${path} ${key} ${text}`);
  assert.deepEqual(texts, ["stringData[twice] twice new", "data[user] user shop"]);
  assert.equal(textOf(item, "sealed"), undefined);
  assert.equal(textOf(item, "user"), "shop");
});

test("five names are named, of six the first four", () => {
  const names = ["a", "b", "c", "d", "e"];
  assert.equal(listed(names), "a, b, c, d and e");
  assert.equal(someOf(names), "a, b, c, d, e");
  assert.equal(listed([...names, "f"]), "a, b, c, d and 2 more");
  assert.equal(listed(["a", "a", "b"]), "a and b");
});
