import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load } from "js-yaml";
import { folder, shell } from "../cli/slipway.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";

const { plane, missing } = await sharedControlPlane();

interface Step {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly jobs: Readonly<Record<"plan" | "deploy", { readonly steps: readonly Step[] }>>;
}

const docs = readFileSync(new URL("../../docs/deploy.md", import.meta.url), "utf8");
const [, yaml = ""] = /```yaml\n# \.github\/workflows\/deploy\.yml\n([\s\S]*?)```/.exec(docs) ?? [];
const { jobs } = load(yaml) as Workflow;

const platform = `import { image, platform, web } from "slipway";

const api = web("api", {
  image: image("shop/app"),
  port: 8000,
  scale: 2,
  resources: { cpu: ["10m", "100m"], memory: ["16Mi", "32Mi"] },
  probes: { readiness: { get: "/ready" } },
});

export default platform("flow", {
  components: { api },
  environments: {
    production: { namespace: "docs-workflow", images: { registry: "registry.example.com", tag: "v1" } },
  },
});
`;

test("the steps of the workflow in docs/deploy.md do what it says", { skip: missing }, async () => {
  const place = folder({ "platform.ts": platform });
  const [programs, temp] = ["programs", "temp"].map((name) => join(place, name)) as [
    string,
    string,
  ];
  for (const each of [programs, temp]) mkdirSync(each);
  // What the runner has: npm's programs, and GitHub's own, which notes what it is asked.
  writeFileSync(join(programs, "npx"), '#!/bin/sh\nshift\nexec $SLIPWAY "$@"\n', { mode: 0o755 });
  writeFileSync(join(programs, "gh"), '#!/bin/sh\necho "$*" > gh-was-asked\n', { mode: 0o755 });
  writeFileSync(join(programs, "npm"), "#!/bin/sh\n", { mode: 0o755 });
  const env = {
    PATH: `${programs}:${process.env.PATH}`,
    RUNNER_TEMP: temp,
    GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567",
    PULL_REQUEST: "17",
    KUBECONFIG: "/nowhere",
  };
  const runAll = (steps: readonly Step[]) => {
    for (const { run, env: own = {} } of steps) {
      if (run === undefined) continue;
      const given = Object.keys(own).map((name) => [name, readFileSync(plane!.kubeconfig, "utf8")]);
      const ended = shell(run, { cwd: place, env: { ...env, ...Object.fromEntries(given) } });
      assert.equal(ended.status, 0, `${run}\n${ended.stdout}${ended.stderr}`);
    }
  };

  runAll(jobs.plan.steps);
  assert.equal(
    readFileSync(join(place, "gh-was-asked"), "utf8"),
    "pr comment 17 --body-file plan.md\n",
  );
  assert.match(readFileSync(join(place, "plan.md"), "utf8"), /\*\*flow\*\*.*to create/);
  const before = await plane!.kubectl(["get", "namespace", "docs-workflow"]);
  assert.match(before.stderr, /not found/);

  runAll(jobs.deploy.steps);
  const image = "jsonpath={.spec.template.spec.containers[0].image}";
  const { stdout } = await plane!.kubectl([
    "-n",
    "docs-workflow",
    "get",
    "deployment",
    "api",
    "-o",
    image,
  ]);
  assert.equal(stdout, `registry.example.com/shop/app:${env.GITHUB_SHA}`);
  await plane!.kubectl(["delete", "namespace", "docs-workflow", "--wait=false"]);
});
