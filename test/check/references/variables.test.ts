import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { data, documents, found } from "./found.ts";

const container = (fields: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "example.com/web:v1", ${fields} }] }
`;

describe("$(NAME)", () => {
  it("is an error where the variable is set further down", async () => {
    const env =
      'env: [{ name: URL, value: "http://$(HOST_NAME)/" }, { name: HOST_NAME, value: db }]';
    assert.deepEqual(await found(container(env)), [
      "error unset-variable 5: HOST_NAME is only set further down: $(HOST_NAME) stays as it is written",
    ]);
  });

  it("in arguments may stand for any variable of the container", async () => {
    const env = 'args: ["$(HOST_NAME)"], env: [{ name: HOST_NAME, value: db }]';
    assert.deepEqual(await found(container(env)), []);
    assert.match(
      (await found(container('args: ["$(HOST_NAME)", "$(HOSTNAMES)"]')))[0] ?? "",
      /^warning unset-variable .*HOST_NAME is not set/,
    );
  });

  it("may come from a whole ConfigMap, with its prefix, and from one that nobody knows", async () => {
    const args = (source: string) =>
      container(`args: ["$(color)", "$(MY_KEY)"], envFrom: [${source}]`);
    assert.deepEqual(
      await found(
        documents(
          data("ConfigMap", "web"),
          args("{ configMapRef: { name: web, optional: true } }").replace("$(MY_KEY)", ""),
        ),
      ),
      [],
    );
    assert.deepEqual(await found(args("{ secretRef: { name: web, optional: true } }")), []);
  });

  it("is left alone where it is escaped, of the shell, or of Services", async () => {
    const words = [
      "$$(NOT_MINE)",
      "$(date +%s)",
      "$(hostname)",
      "$(DB_SERVICE_HOST)",
      "$(DB_PORT)",
    ];
    for (const word of words)
      assert.deepEqual(await found(container(`command: [sh, -c, "echo ${word}"]`)), [], word);
  });
});
