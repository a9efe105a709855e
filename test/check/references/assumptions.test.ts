import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Assumptions, parseAssumption, unusedAssumptions } from "../../../src/check/assumptions.ts";
import { rules } from "../../../src/check/rules.ts";
import { run } from "../../../src/check/run.ts";
import { type World, worldOf } from "../../../src/check/world.ts";
import { worldOfText } from "../read.ts";
import { data, documents, found, reading } from "./found.ts";

const own = rules.filter(({ layer }) => layer === "references");

async function assuming(given: readonly string[], text: string) {
  const assumptions = new Assumptions(given.flatMap((each) => parseAssumption(each) ?? []));
  const world: World = await worldOf({ ...(await worldOfText(text)), assumptions });
  const findings = run(own, world).map(({ rule, message }) => `${rule}: ${message}`);
  return { findings, unused: unusedAssumptions(assumptions).map(({ message }) => message) };
}

describe("assumptions", () => {
  const asks = documents(data("Secret", "other", "shop"), reading("secret", "login", "shop"));

  it("are there", async () => {
    for (const each of ["Secret/login", "Secret/shop/login", "secret/log*"])
      assert.deepEqual(await assuming([each], asks), { findings: [], unused: [] });
  });

  it("of another namespace or name are not what is asked for, and are told to be unused", async () => {
    const { findings, unused } = await assuming(["Secret/billing/login"], asks);
    assert.match(findings[0] ?? "", /missing-secret/);
    assert.deepEqual(unused, ["nothing asks for Secret/billing/login"]);
  });

  it("are wrong where the input has it", async () => {
    assert.deepEqual(await assuming(["Secret/shop/other", "Secret/shop/login"], asks), {
      findings: ['wrong-assumption: Secret "other" is assumed to be elsewhere, and it is here'],
      unused: [],
    });
    assert.deepEqual((await assuming(["Secret/shop/*"], asks)).findings, []);
  });

  it("are wrong where another key is asked for", async () => {
    const key = asks.replace(
      "secretName: login",
      "secretName: login, items: [{ key: user, path: x }]",
    );
    assert.deepEqual((await assuming(["Secret/login:user,password"], key)).findings, []);
    assert.deepEqual((await assuming(["Secret/login:password"], key)).findings, [
      'wrong-assumption: the Secret "login" is assumed to have password, and the volume data needs "user"',
    ]);
  });
});

describe("a namespace", () => {
  const namespace = (name: string) =>
    `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }`;

  it("is told to be missing where several others are declared", async () => {
    const object = data("ConfigMap", "settings", "shop");
    assert.deepEqual(await found(object), []);
    assert.deepEqual(await found(documents(namespace("edge"), object)), []);
    assert.match(
      (await found(documents(namespace("edge"), namespace("billing"), object)))[0] ?? "",
      /^info missing-namespace .*"shop"; in it are ConfigMap settings/,
    );
  });

  it("of the cluster is there", async () => {
    const object = data("ConfigMap", "settings", "kube-system");
    assert.deepEqual(await found(documents(namespace("edge"), namespace("billing"), object)), []);
  });

  it("is an error where its name has a wrong letter", async () => {
    const object = data("ConfigMap", "settings", "monitorng");
    assert.match((await found(documents(namespace("monitoring"), object)))[0] ?? "", /^error/);
  });
});
