import assert from "node:assert/strict";
import { dirname } from "node:path";
import { suite, test } from "node:test";
import { NEEDS_GO } from "../go-program.ts";
import { helmProgram } from "../manifests/read/helm/program.ts";
import { pathOf } from "../manifests/read/programs.ts";
import { folderOf } from "../manifests/read/trees.ts";
import { slipway } from "./slipway.ts";

const helm = helmProgram();

suite("slipway check of a chart with values", { skip: helm === undefined && NEEDS_GO }, () => {
  const folder = folderOf({
    "Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "values.yaml": "protocol: TCP\n",
    "good.yaml": "protocol: UDP\n",
    "bad.yaml": "protocol: HTTP\n",
    "templates/web.yaml":
      "apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80, protocol: {{ .Values.protocol }} }] }\n",
  });
  const env = { PATH: `${pathOf({ helm }).PATH}:${dirname(process.execPath)}` };
  const check = (...values: string[]) => {
    const args = values.flatMap((files) => [
      "--values",
      files.replace(/\w+\.yaml/g, `${folder}/$&`),
    ]);
    const { stdout, status } = slipway(
      ["check", folder, "--only", "api", "--format", "json", ...args],
      {
        env,
      },
    );
    return { status, summary: (JSON.parse(stdout) as { summary: object }).summary };
  };
  const none = { errors: 0, warnings: 0, infos: 0, suppressed: 0, known: 0 };

  test("is rendered once with each of them", () => {
    const { status, summary } = check("good.yaml", "bad.yaml");
    assert.deepEqual(
      { status, summary },
      { status: 1, summary: { ...none, objects: 2, errors: 1 } },
    );
  });

  test("takes several files together where a comma joins them: the last one counts", () => {
    const { status, summary } = check("bad.yaml,good.yaml");
    assert.deepEqual({ status, summary }, { status: 0, summary: { ...none, objects: 1 } });
  });
});
