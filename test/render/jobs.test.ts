import assert from "node:assert/strict";
import { test } from "node:test";
import { cron, job, web } from "../../src/index.ts";
import { app, db, resources } from "../platform/shop.ts";
import { isYaml, objects } from "./objects.ts";

const shopWith = (part: object) =>
  web("shop", { image: app, port: 80, resources, scale: 2, env: { DB: db.url }, ...part });
const migrating = (part: object = {}, environment: object = {}) =>
  objects({ shop: shopWith({ migrate: ["migrate"], ...part }), db }, environment);
const jobName = (...args: Parameters<typeof migrating>) => migrating(...args).names("Job")[0] ?? "";

test("a migration is a Job of its own, with what the program has, as the program's account", () => {
  const name = jobName();
  assert.match(name, /^shop-migrate-[0-9a-f]{10}$/);
  const { metadata, spec } = migrating().get("Job", name);
  assert.equal(metadata.labels["app.kubernetes.io/name"], "shop-migrate");
  const { template, ...rest } = spec;
  isYaml(rest, "{ backoffLimit: 3, activeDeadlineSeconds: 600, ttlSecondsAfterFinished: 3600 }");
  const [only] = template.spec.containers;
  assert.deepEqual(
    [only.name, only.command, only.image],
    ["migrate", ["migrate"], "gcr.io/shop/app:v1"],
  );
  assert.equal(only.env.at(-1).name, "DB");
  assert.ok(!("readinessProbe" in only) && !("lifecycle" in only) && !("ports" in only));
  assert.deepEqual(
    [template.spec.restartPolicy, template.spec.serviceAccountName],
    ["Never", "shop"],
  );
});

test("no Service and no budget of the program selects the pods of its migration", () => {
  const made = migrating({ budget: 1 });
  const labels = made.get("Job", jobName()).spec.template.metadata.labels;
  const selectors = [
    made.get("Service", "shop").spec.selector,
    made.get("PodDisruptionBudget", "shop-pdb").spec.selector.matchLabels,
  ];
  for (const selector of selectors)
    assert.notEqual(labels["app.kubernetes.io/name"], selector["app.kubernetes.io/name"]);
});

test("a migration may have resources, variables and a time of its own", () => {
  const own = { cpu: ["1", "1"], memory: ["1Gi", "1Gi"] } as const;
  const part = { migrate: { command: ["m"], env: { A: 1 }, resources: own, timeout: "1h" } };
  const made = migrating(part);
  const { spec } = made.get("Job", jobName(part));
  const [only] = spec.template.spec.containers;
  assert.deepEqual([spec.activeDeadlineSeconds, only.resources.requests.cpu], [3600, "1"]);
  assert.ok(only.env.some(({ name }: { name: string }) => name === "A"));
});

test("a migration runs again for what is new, and only then", () => {
  const name = jobName();
  assert.equal(jobName(), name);
  assert.equal(jobName({ scale: 5, probes: { liveness: "/" }, budget: 1 }), name);
  assert.notEqual(jobName({}, { images: { tag: "v2" } }), name);
  assert.notEqual(jobName({ migrate: ["migrate", "--all"] }), name);
  assert.notEqual(jobName({ env: { DB: db.url, MODE: "x" } }), name);
});

test("a job that is new is a new Job too", () => {
  const once = (part: object) =>
    objects({ once: job("once", { image: app, resources, ...part }) }).names("Job")[0];
  assert.match(once({}) ?? "", /^once-[0-9a-f]{10}$/);
  assert.equal(once({}), once({}));
  assert.notEqual(once({ args: ["--new"] }), once({}));
});

test("a job's tries, time and keeping", () => {
  const made = objects({
    once: job("once", { image: app, resources, retries: 0, timeout: "90s", keep: "2d" }),
  });
  const { template, ...rest } = made.get("Job", made.names("Job")[0] ?? "").spec;
  isYaml(rest, "{ backoffLimit: 0, activeDeadlineSeconds: 90, ttlSecondsAfterFinished: 172800 }");
  assert.equal(template.spec.serviceAccountName, "once");
});

test("a cron job: schedule, zone, overlap, lateness", () => {
  const made = (part: object) =>
    objects({
      nightly: cron("nightly", { image: app, resources, schedule: "0 2 * * *", ...part }),
    }).get("CronJob", "nightly").spec;
  const { jobTemplate, ...rest } = made({});
  isYaml(
    rest,
    `
schedule: 0 2 * * *
timeZone: Etc/UTC
concurrencyPolicy: Forbid
startingDeadlineSeconds: 300
`,
  );
  assert.equal(jobTemplate.spec.template.spec.restartPolicy, "Never");
  const other = made({ timeZone: "Europe/Moscow", concurrency: "Replace", startWithin: "1h" });
  assert.deepEqual(
    [other.timeZone, other.concurrencyPolicy, other.startingDeadlineSeconds],
    ["Europe/Moscow", "Replace", 3600],
  );
});

test("the names of migrations follow the naming scheme", () => {
  const options = { names: { migration: "migrate-{name}" } };
  const made = objects({ shop: shopWith({ migrate: ["m"] }), db }, {}, options);
  assert.match(made.names("Job")[0] ?? "", /^migrate-shop-[0-9a-f]{10}$/);
});
