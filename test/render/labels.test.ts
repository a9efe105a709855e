import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { postgres, scrapeConfig, site, volume, web, worker } from "../../src/index.ts";
import { anyPlan, componentsOf } from "../platform/any-platform.ts";
import { app, login, resources } from "../platform/shop.ts";
import { problemsIn } from "../platform/written.ts";
import { type Loose, type Objects, objects } from "./objects.ts";

const plain = { image: app, resources, scale: 2 };
const dumps = volume("dumps", { size: "1Gi" });
const db = postgres("db", {
  version: "15",
  storage: volume("db-data", { size: "1Gi" }),
  user: login.key("USER"),
  password: login.key("PASSWORD"),
  resources,
  metrics: true,
  label: "shop-postgres",
  backup: { schedule: "@daily", keep: 1, to: dumps },
});
const api = web("api", {
  ...plain,
  port: 8000,
  label: "shop-api",
  env: { DB: db.url },
  metrics: true,
  budget: 1,
  spread: "require",
  migrate: ["up"],
});
const tasks = worker("tasks", { ...plain, calls: [api], apart: [api], near: [db] });
const pages = site("pages", { ...plain, label: "shop-pages", proxy: { "/api/": api } });
const parts = { api, tasks, pages, db };
const selector = "app";

suite("an existing deployment keeps the label that selects its pods", () => {
  const found = objects(parts, { prefix: "dev-" }, { selector });
  const own = { app: "shop-api" };

  test("in the workload and its pods, its Service, its budget and its spread", () => {
    const { spec } = found.get("Deployment", "dev-api");
    assert.deepEqual(spec.selector.matchLabels, own);
    assert.equal(spec.template.metadata.labels.app, "shop-api");
    assert.deepEqual(found.get("Service", "dev-api").spec.selector, own);
    assert.deepEqual(found.get("PodDisruptionBudget", "dev-api-pdb").spec.selector, {
      matchLabels: own,
    });
    for (const each of spec.template.spec.topologySpreadConstraints)
      assert.deepEqual(each.labelSelector, { matchLabels: own });
    assert.deepEqual(found.get("Deployment", "dev-pages").spec.selector.matchLabels, {
      app: "shop-pages",
    });
  });

  test("in a data store, and in what keeps near or apart", () => {
    const { spec } = found.get("StatefulSet", "dev-db");
    assert.deepEqual(spec.selector.matchLabels, { app: "shop-postgres" });
    assert.deepEqual(found.get("Service", "dev-db").spec.selector, { app: "shop-postgres" });
    const { affinity } = found.pod("Deployment", "dev-tasks");
    const [term] = affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution;
    assert.deepEqual(term.podAffinityTerm.labelSelector, { matchLabels: own });
    const dump = found.pod("CronJob", "dev-db-backup").affinity.podAffinity;
    const [beside] = dump.requiredDuringSchedulingIgnoredDuringExecution;
    assert.deepEqual(beside.labelSelector, { matchLabels: { app: "shop-postgres" } });
  });

  test("in the policies of both ends", () => {
    const { spec } = found.get("NetworkPolicy", "dev-shop-allow-tasks-api");
    assert.deepEqual(spec.podSelector.matchLabels, own);
    assert.deepEqual(spec.ingress[0].from, [{ podSelector: { matchLabels: { app: "tasks" } } }]);
    const asks = found.get("NetworkPolicy", "dev-shop-allow-tasks-egress").spec.egress;
    assert.deepEqual(asks[0].to, [{ podSelector: { matchLabels: own } }]);
  });

  test("as the job of its metrics, whoever collects them", () => {
    const prometheus = scrapeConfig("prometheus", { scrape: [api, db] });
    const both = objects({ ...parts, prometheus }, {}, { selector });
    const { jobLabel, selector: asked } = both.get("ServiceMonitor", "api").spec;
    const { labels } = both.get("Service", "api").metadata;
    for (const [key, value] of Object.entries(asked.matchLabels)) assert.equal(labels[key], value);
    assert.equal(labels[jobLabel], "shop-api");
    const yml = both.get("ConfigMap", "prometheus").data["prometheus.yml"];
    assert.match(yml, /job_name: shop-api\n/);
    assert.match(yml, /job_name: shop-postgres\n/);
  });

  test("but not the pods of its migration and its backup", () => {
    const [job] = found.all.filter(({ kind }) => kind === "Job") as Loose[];
    assert.equal(job.spec.template.metadata.labels.app, "api-migrate");
    const dump = found.get("CronJob", "dev-db-backup").spec.jobTemplate.spec.template;
    assert.equal(dump.metadata.labels.app, "db-backup");
  });
});

/** Every set of labels in an object by which pods of the platform are picked. */
function selectorsIn(value: Loose, name = ""): Record<string, string>[] {
  if (typeof value !== "object" || value === null) return [];
  const picks = (name === "matchLabels" || name === "selector") && selector in value;
  if (picks) return others.includes(value[selector]) ? [] : [value];
  return Object.entries(value).flatMap(([field, entry]) => selectorsIn(entry, field));
}

/** Pods of other namespaces, which policies name. */
const others = ["ingress-nginx", "prometheus"];

/** The workloads whose pods each selector picks. */
function picked(all: readonly Loose[]): { by: string; workloads: string[] }[] {
  const templates = all.flatMap(({ metadata, spec }) => {
    const template = (spec?.jobTemplate?.spec ?? spec)?.template;
    return template ? [{ name: metadata.name, labels: template.metadata.labels }] : [];
  });
  return all.flatMap((object) =>
    selectorsIn(object).map((wanted) => ({
      by: `${object.kind} ${object.metadata.name}`,
      workloads: templates
        .filter(({ labels }) =>
          Object.entries(wanted).every(([key, value]) => labels[key] === value),
        )
        .map(({ name }) => name),
    })),
  );
}

suite("no two components' selectors overlap", () => {
  const environments = fc.constantFrom({}, { prefix: "dev-" }, { prefix: "p1-" });
  const schemes = fc.constantFrom({}, { names: { policy: "{name}-policy" } });

  test("random platforms with random labels: each selector picks the pods of one, or it is told", () => {
    let told = 0;
    let selectors = 0;
    fc.assert(
      fc.property(anyPlan, environments, schemes, (plan, environment, scheme) => {
        const components = componentsOf(plan, true);
        let found: Objects | undefined;
        const problems = problemsIn(() => {
          found = objects(components, environment, { ...scheme, selector });
        });
        for (const { message } of problems)
          assert.match(message, /would both (carry app: |be known as )/);
        if (found === undefined) {
          told++;
          return;
        }
        for (const { by, workloads } of picked(found.all)) {
          selectors++;
          assert.equal(workloads.length, 1, `${by} picks ${workloads.join(" and ") || "nothing"}`);
          const [, kind, name] = /(\S+) (\S+)/.exec(by) ?? [];
          const own = kind === "Service" && found.names("Deployment").includes(name ?? "");
          if (own) assert.deepEqual(workloads, [name]);
        }
      }),
      { numRuns: 200, seed: 11 },
    );
    assert.ok(told > 20, `only ${told} overlaps were told`);
    assert.ok(selectors > 1000, `only ${selectors} selectors were looked at`);
  });

  test("an overlap that slipped through would be seen", () => {
    const all = structuredClone(objects({ tasks, api, db }, {}, { selector }).all) as Loose[];
    for (const { kind, spec } of all)
      if (kind === "Job") spec.template.metadata.labels[selector] = "shop-api";
    const service = picked(all).find(({ by }) => by === "Service api");
    assert.equal(service?.workloads.length, 2);
  });
});

suite("what is told of labels", () => {
  const messages = (given: Parameters<typeof objects>[0], options: object = {}) =>
    problemsIn(() => objects(given, {}, options)).map(({ message }) => message);

  test("a label that another component, its migration or its backup has", () => {
    const also = worker("also", { ...plain, label: "shop-api" });
    assert.deepEqual(messages({ api, db, also }), [
      "also: the pods of also and of api would both carry app.kubernetes.io/name: shop-api, and each one's Service and policies would pick all of them",
    ]);
    const runs = worker("runs", { ...plain, label: "api-migrate" });
    const dumper = worker("dumper", { ...plain, label: "db-backup" });
    const namesake = worker("api-migrate", plain);
    assert.match(messages({ api, db, runs })[0] ?? "", /of runs and of the migration of api would/);
    assert.match(messages({ db, dumper })[0] ?? "", /of dumper and of the backup of db would/);
    assert.match(
      messages({ api, db, namesake })[0] ?? "",
      /of api-migrate and of the migration of/,
    );
  });

  test("a migration that is called like its component", () => {
    const [first, ...rest] = messages(
      { unlabelled: web("api", { ...plain, port: 80, migrate: ["up"] }) },
      { names: { migration: "{name}" } },
    );
    assert.match(first ?? "", /the pods of the migration of api and of api would both carry/);
    assert.deepEqual(rest, []);
  });

  test("a name that a migration has, even with another label", () => {
    const namesake = worker("api-migrate", { ...plain, label: "other" });
    assert.deepEqual(messages({ api, db, namesake }), [
      "api-migrate: the pods of api-migrate and of the migration of api would both be known as api-migrate",
    ]);
  });

  test("the name is free once its component has a label of its own", () => {
    const moved = worker("moved", { ...plain, label: "api" });
    assert.deepEqual(messages({ api, db, moved }), []);
  });
});
