import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { livingRules } from "../../../src/check/living/rules.ts";
import { lived, silentIn, toldIn } from "./run.ts";

const deployment = ({
  top = "",
  container = "",
  field = "",
  end = "",
} = {}) => `${top}apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replica: 3${end}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        ${container || "#"}
        - name: web
          image: example.com/web:v1
          ${field || "#"}
          prots: [{ containerPort: 80 }]
        - name: side
          image: example.com/web:v1
          prots: [{ containerPort: 81 }]
`;
const all = ["unknown-field 5", "unknown-field 15", "unknown-field 18"];

test("without a suppression everything is told", async () => {
  assert.deepEqual(toldIn(await lived(deployment())), all);
});

describe("a comment", () => {
  test("at the end of the line", async () => {
    const found = await lived(deployment({ end: " # slipway-ignore unknown-field: it comes" }));
    assert.deepEqual(silentIn(found), ["unknown-field 5: it comes"]);
    assert.deepEqual(toldIn(found), all.slice(1));
    assert.deepEqual(found.remarks, []);
  });

  test("on the line before", async () => {
    const found = await lived(deployment({ field: "# slipway-ignore unknown-field: it comes" }));
    assert.deepEqual(silentIn(found), ["unknown-field 15: it comes"]);
  });

  test("at a container: all of that one, and not of the next", async () => {
    const comment = "# slipway-ignore unknown-field: it comes";
    const found = await lived(deployment({ container: comment }));
    assert.deepEqual(silentIn(found), ["unknown-field 15: it comes"]);
  });

  test("above the first line: the whole object, and no other", async () => {
    const top = "# slipway-ignore unknown-field: it comes\n";
    const found = await lived(`${deployment({ top })}---\n${deployment()}`);
    assert.equal(silentIn(found).length, 3);
    assert.equal(toldIn(found).filter((each) => each.startsWith("unknown-field")).length, 3);
  });

  test("of another rule suppresses nothing, and is told to be unused", async () => {
    const found = await lived(deployment({ end: " # slipway-ignore wrong-type: it comes" }));
    assert.deepEqual(toldIn(found), all);
    assert.deepEqual(found.remarks, [
      'unused-suppression 5: "wrong-type" finds nothing here that this could suppress',
    ]);
  });

  test("of several rules: the one that is in vain is told", async () => {
    const end = " # slipway-ignore unknown-field,wrong-type: it comes";
    const found = await lived(deployment({ end }));
    assert.equal(silentIn(found).length, 1);
    assert.match(found.remarks.join("\n"), /^unused-suppression 5: "wrong-type"[^\n]*$/);
  });

  test("without a reason holds nothing", async () => {
    const found = await lived(deployment({ end: " # slipway-ignore unknown-field" }));
    assert.deepEqual(toldIn(found), all);
    assert.match(found.remarks.join("\n"), /^invalid-suppression 5: .*no reason$/);
  });

  test("of a rule that there is not: what is meant is told", async () => {
    const found = await lived(deployment({ end: " # slipway-ignore unknown-feild: it comes" }));
    assert.match(
      found.remarks.join("\n"),
      /^invalid-suppression 5: there is no rule "unknown-feild"$/,
    );
  });

  const until = (day: string) =>
    lived(deployment({ end: ` # slipway-ignore unknown-field: x until ${day}` }));
  test("holds to its last day, and no longer", async () => {
    assert.equal(silentIn(await until("2026-06-15")).length, 1);
    assert.equal(silentIn(await until("2026-06-16")).length, 1);
    const over = await until("2026-06-14");
    assert.deepEqual(toldIn(over), all);
    assert.deepEqual(over.remarks, [
      'expired-suppression 5: this suppression of "unknown-field" ended on 2026-06-14',
    ]);
  });
});

describe("an annotation", () => {
  const annotated = (value: string, kind = "ConfigMap") => `apiVersion: v1
kind: ${kind}
metadata:
  name: a
  annotations:
    slipway.dev/ignore: ${value}
dta: {}
data:
  A: 1
`;

  test("covers its object, rule by rule", async () => {
    const found = await lived(annotated("|\n      unknown-field: it comes\n      wrong-type: x"));
    assert.deepEqual(toldIn(found), []);
    assert.deepEqual(silentIn(found).toSorted(), ["unknown-field 9: it comes", "wrong-type 11: x"]);
    assert.deepEqual(found.remarks, []);
  });

  test("of another object covers nothing here, and is unused there", async () => {
    const other = annotated('"unknown-field: it comes"').replace("dta: {}\n", "");
    const found = await lived(
      `${other.replace("  A: 1\n", "  A: x\n")}---\n${annotated('"wrong-type: x"').replace("name: a", "name: b")}`,
    );
    assert.deepEqual(silentIn(found), ["wrong-type 18: x"]);
    assert.match(found.remarks.join("\n"), /^unused-suppression 6: "unknown-field"[^\n]*$/);
  });

  test("that says nothing of use is told", async () => {
    const found = await lived(annotated('"unknown-field"'));
    assert.match(found.remarks.join("\n"), /^invalid-suppression 6: .*no reason/);
  });

  test("odd metadata harms nobody", async () => {
    for (const metadata of [
      "null",
      "[]",
      "{ annotations: [1] }",
      "{ annotations: { slipway.dev/ignore: 3 } }",
    ])
      await lived(`apiVersion: v1\nkind: ConfigMap\nmetadata: ${metadata}\n`);
  });
});

describe("a central one", () => {
  const where = { file: "slipway.config.ts", line: 7, column: 1 };
  const central = (given: object) => [
    { rule: "unknown-field", reason: "it comes", where, ...given },
  ];
  const silent = async (given: object) =>
    silentIn(await lived(deployment(), { central: central(given) })).length;

  test("covers objects by kind, namespace and name", async () => {
    assert.equal(await silent({ object: "Deployment/shop/web" }), 3);
    assert.equal(await silent({ object: "deployment/web" }), 3);
    assert.equal(await silent({ object: "Deployment/shop/w*" }), 3);
    assert.equal(await silent({ object: "Deployment/*" }), 3);
    assert.equal(await silent({ object: "Deployment/other/web" }), 0);
    assert.equal(await silent({ object: "Deployment/we" }), 0);
    assert.equal(await silent({ object: "StatefulSet/web" }), 0);
  });

  test("covers a field with all in it", async () => {
    const object = "Deployment/web";
    assert.equal(await silent({ object, path: "spec.replica" }), 1);
    assert.equal(await silent({ object, path: "spec.template" }), 2);
    assert.equal(await silent({ object, path: "spec.template.spec.containers[*].prots" }), 2);
    assert.equal(await silent({ object, path: "spec.template.spec.containers[1]" }), 1);
    assert.equal(await silent({ object, path: "spec.repl" }), 0);
  });

  test("covers files and folders", async () => {
    const here = process.cwd();
    assert.equal(await silent({ file: `${here}/-` }), 3);
    assert.equal(await silent({ file: here }), 3);
    assert.equal(await silent({ file: `${here}/*` }), 3);
    assert.equal(await silent({ file: `${here}/other` }), 0);
  });

  test("is told to be unused where its object is, or where everything was looked at", async () => {
    const remarks = async (object: string, isAll: boolean) => {
      const given = central({ object, rule: "wrong-type" });
      return (await lived(deployment(), { central: given, isAll })).remarks.length;
    };
    assert.equal(await remarks("Deployment/web", false), 1);
    assert.equal(await remarks("Deployment/other", false), 0);
    assert.equal(await remarks("Deployment/other", true), 1);
  });
});

describe("nothing is told to be unused", () => {
  const text = deployment({ end: " # slipway-ignore wrong-type: it comes" });
  test("of a rule that did not run", async () => {
    assert.deepEqual((await lived(text, { ids: ["unknown-field"] })).remarks, []);
  });
  test("of a file of which only a part was looked at", async () => {
    assert.deepEqual((await lived(text, { isWhole: false })).remarks, []);
  });
});

describe("the rules about suppressions", () => {
  for (const { id, bad, good } of livingRules) {
    if (id === "outdated-baseline" || id === "unused-assumption") continue;
    test(`${id} finds its bad example, and nothing is found in the good one`, async () => {
      const own = ({ remarks }: { remarks: readonly string[] }) =>
        remarks.map((each) => each.split(" ")[0]);
      assert.deepEqual(own(await lived(bad)), [id]);
      const found = await lived(good);
      assert.deepEqual(own(found), []);
      assert.equal(silentIn(found).length, 1);
    });
  }
});
