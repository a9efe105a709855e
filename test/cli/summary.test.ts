import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { folder, shop, slipway } from "./slipway.ts";

const thebot = fileURLToPath(new URL("../../examples/thebot/platform.ts", import.meta.url));

/** A quantity as a number; an own reading, on purpose not the program's. */
function amount(text: string | number | undefined): number {
  const [, digits, unit = ""] = /^([\d.]+)(m|[KMGT]i|)$/.exec(String(text ?? 0)) ?? [];
  assert.ok(digits !== undefined, `the test does not know ${text}`);
  const factors: Record<string, number> = {
    m: 1e-3,
    "": 1,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
  };
  return Number(digits) * (factors[unit] ?? Number.NaN);
}

// biome-ignore lint/suspicious/noExplicitAny: parsed JSON of any kind
type Json = any;

/** CPU requests and limits, memory requests and limits of pods, summed naively over their containers. */
function sums(pods: readonly (readonly [spec: Json, count: number])[]): number[] {
  const of = (side: string, name: string) =>
    pods.reduce((all, [spec, count]) => {
      const each = (containers: Json[] = []) =>
        containers.map(({ resources }) => amount(resources?.[side]?.[name]));
      const running = each(spec.containers).reduce((a, b) => a + b, 0);
      return all + count * Math.max(running, ...each(spec.initContainers));
    }, 0);
  return [
    of("requests", "cpu"),
    of("limits", "cpu"),
    of("requests", "memory"),
    of("limits", "memory"),
  ];
}

function expected(items: readonly Json[], scale: "minReplicas" | "maxReplicas"): number[] {
  const pods = items
    .filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet")
    .map((object): [Json, number] => {
      const scaler = items.find(
        ({ kind, spec }) =>
          kind === "HorizontalPodAutoscaler" &&
          spec.scaleTargetRef.kind === object.kind &&
          spec.scaleTargetRef.name === object.metadata.name,
      );
      return [object.spec.template.spec, scaler?.spec[scale] ?? object.spec.replicas ?? 1];
    });
  return [pods.reduce((all, [, count]) => all + count, 0), ...sums(pods)];
}

/** The figures of a line of the summary. */
function printed(summary: string, line: string): number[] {
  const row = summary.split("\n").find((text) => text.startsWith(`  ${line}`)) ?? "";
  return row
    .slice(line.length + 2)
    .trim()
    .split(/\s+/)
    .map(amount);
}

describe("the summary", () => {
  for (const [file, environments] of [
    [shop, ["dev", "production"]],
    [thebot, ["dev", "staging", "production"]],
  ] as const)
    for (const environment of environments)
      test(`adds up what ${environment} of ${file.split("/").at(-2)} asks for`, () => {
        const { stdout, stderr } = slipway([
          "render",
          "-f",
          file,
          "-e",
          environment,
          "--format",
          "json",
        ]);
        const { items } = JSON.parse(stdout);
        const close = (line: string, figures: number[]) => {
          const given = printed(stderr, line);
          assert.equal(given.length, figures.length, line);
          for (const [index, figure] of figures.entries())
            assert.ok(
              Math.abs((given[index] ?? 0) - figure) < 1e-6,
              `${line}: ${given} is not ${figures}`,
            );
        };
        close("at minimum scale", expected(items, "minReplicas"));
        close("at maximum scale", expected(items, "maxReplicas"));
        const kinds: string[] = items.map(({ kind }: Json) => kind);
        for (const kind of new Set(kinds)) {
          const count = kinds.filter((each) => each === kind).length;
          assert.match(stderr, new RegExp(`\\b${count} ${kind}\\b`));
        }
      });

  test("reads like this", () => {
    assert.equal(
      slipway(["render", "-f", shop, "-e", "production"]).stderr,
      `shop production: 50 objects, namespace shop

Components
  web         api 2-6
  postgres    db
  redis       cache
  sites       frontend 2
  workers     mailer 3
  schedulers  clock 1
  jobs        seed
  cron jobs   sweep
  others      1 config, 2 volume, 1 secret, 1 ingress

Objects
  1 Namespace, 2 PersistentVolumeClaim, 8 ServiceAccount, 21 NetworkPolicy,
  4 ConfigMap, 2 StatefulSet, 4 Service, 1 Job, 4 Deployment,
  1 HorizontalPodAutoscaler, 1 CronJob, 1 Ingress

Resources
                    pods  CPU requests  limits  memory requests  limits
  at minimum scale    10         1050m   4400m           1216Mi  2432Mi
  at maximum scale    14         1450m   6400m           1728Mi  3456Mi
  all jobs at once     2          200m       1            256Mi   512Mi

Hosts
  shop.example

Who talks to whom
  api ->        db:5432, cache:6379
  frontend ->   api:8000
  mailer ->     db:5432, cache:6379
  clock ->      db:5432, cache:6379
  seed ->       db:5432, cache:6379
  sweep ->      db:5432, cache:6379
  (ingress) ->  frontend:8080, api:8000
`,
    );
  });

  test("fits 80 columns", () => {
    for (const environment of ["dev", "staging", "production"]) {
      const { stderr } = slipway(["render", "-f", thebot, "-e", environment]);
      for (const line of stderr.split("\n")) assert.ok(line.length <= 80, line);
    }
  });

  test("says so where a container has no limit, and where autoscaling is patched", () => {
    const source = `import { patch, platform, web } from "slipway";
const resources = { cpu: ["1", "2"], memory: ["1Gi", "2Gi"] } as const;
const api = web("api", { image: "nginx:1.29", port: 80, scale: { min: 2, max: 4, cpu: 70 }, resources, probes: { readiness: "/" } });
export default platform("shop", {
  components: { api },
  patches: [
    patch(api, "Deployment", (d) => {
      delete d.spec!.template.spec!.containers[0]!.resources!.limits!["cpu"];
    }),
    patch(api, "HorizontalPodAutoscaler", (h) => {
      h.spec!.maxReplicas = 9;
    }),
  ],
  environments: { dev: { namespace: "shop" } },
});
`;
    const { stderr } = slipway(["render"], { cwd: folder({ "platform.ts": source }) });
    assert.match(stderr, /at minimum scale +2 +2 +0\+ +2Gi +4Gi\n/);
    assert.match(stderr, /at maximum scale +9 +9 +0\+ +9Gi +18Gi\n/);
    assert.match(stderr, /\+ and more: some containers have no limit\n/);
  });
});
