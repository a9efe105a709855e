import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describedExample, page, rowsUnder } from "./pages.ts";

/** Facts of thebot, added up and written down by hand. */
const thebot = await describedExample("thebot");

describe("the reference of thebot", () => {
  it("adds up what each environment asks for", () => {
    const text = page(thebot, "resources.md");
    // 525m + 275m + 3×750m + 3×250m + 3×500m + 250m, and the same with 15, 10 and 10
    assert.deepEqual(rowsUnder(text, "production").slice(-4), [
      ["at minimum scale", "12", "5550m", "12700m", "5696Mi", "12928Mi"],
      ["at maximum scale", "38", "19800m", "47200m", "20288Mi", "48256Mi"],
      ["more while all programs are replaced", "3", "1500m", "3500m", "1536Mi", "3584Mi"],
      ["one run of each job", "2", "850m", "2500m", "896Mi", "2560Mi"],
    ]);
    // 24 − 19.8 − 1.5 − 0.85; 40Gi − 20288Mi − 1536Mi − 896Mi; 100 − 38 − 3 − 2
    assert.match(text, /quota is 24 CPU.*1850m CPU, 18240Mi and 57 pods are left/);
    assert.deepEqual(rowsUnder(text, "dev")[4], [
      ...["`backend`", "1", "100m", "1", "128Mi", "1Gi"],
    ]);
  });

  it("lists each pod's amounts, replicas and volumes", () => {
    const text = page(thebot, "resources.md");
    assert.deepEqual(rowsUnder(text, "production").slice(0, 8), [
      ["`postgres`", "1", "525m", "1100m", "544Mi", "1088Mi"],
      ["`postgres-backup`", "runs, then ends", "100m", "500m", "128Mi", "512Mi"],
      ["`redis`", "1", "275m", "600m", "288Mi", "576Mi"],
      ["`backend-migrate`", "runs, then ends", "750m", "2", "768Mi", "2Gi"],
      ["`backend`", "3 to 15", "750m", "2", "768Mi", "2Gi"],
      ["`frontend`", "3 to 10", "250m", "500m", "256Mi", "512Mi"],
      ["`celery-worker`", "3 to 10", "500m", "1", "512Mi", "1Gi"],
      ["`celery-beat`", "1", "250m", "500m", "256Mi", "512Mi"],
    ]);
    const [first] = rowsUnder(text, "Volumes");
    assert.deepEqual(first, [
      "`postgres-pvc`",
      "10Gi (dev)<br>50Gi (staging)<br>100Gi (production)",
      "standard (dev)<br>standard-fast (staging)<br>fast-ssd (production)",
      "ReadWriteOnce",
      "postgres",
    ]);
  });

  it("lists ports with the Services that lead to them", () => {
    assert.deepEqual(rowsUnder(page(thebot, "network.md"), "Ports and Services"), [
      [
        ...["`postgres`", "postgres", "postgres", "5432"],
        "`postgres:5432`, headless<br>`postgres-lb:5432`, load balancer",
      ],
      ["`postgres`", "postgres-exporter", "metrics", "9187", "`postgres:9187`, headless"],
      ["`redis`", "redis", "redis", "6379", "`redis:6379`, headless<br>`redis-svc:6379`"],
      [
        ...["`redis`", "redis-exporter", "metrics", "9121"],
        "`redis:9121`, headless<br>`redis-svc:9121`",
      ],
      [
        "`backend`",
        "backend",
        "http",
        "8000",
        "`backend:8000`<br>`backend-internal:8000`, headless",
      ],
      [
        "`frontend`",
        "frontend",
        "http",
        "3000",
        "`frontend:3000`<br>`frontend-lb:80`, load balancer",
      ],
    ]);
  });

  it("lists addresses of every environment", () => {
    const rows = rowsUnder(page(thebot, "network.md"), "Addresses outside");
    assert.equal(rows.length, 10);
    assert.deepEqual(rows[0], [
      "`frontend`",
      "`https://dev.the-bot.ru`",
      "`https://staging.the-bot.ru`",
      "`https://the-bot.ru`",
    ]);
    const api = rows.filter((row) => row[3]?.startsWith("`https://api.the-bot.ru/"));
    assert.deepEqual(
      api.map((row) => row[3]?.slice("`https://api.the-bot.ru".length, -1)),
      ["/ws", "/api", "/admin", "/static", "/media"],
    );
  });

  it("lists probes with their times", () => {
    const rows = rowsUnder(page(thebot, "health.md"), "Probes");
    const backend = rows.filter(([component]) => component === "`backend`");
    assert.deepEqual(backend, [
      [
        ...["`backend`", "backend", "startup", "GET `/api/system/health/` on port http"],
        "every 10 s, 5 s to answer, fails after 24 misses",
      ],
      [
        ...["`backend`", "backend", "liveness", "GET `/api/system/health/` on port http"],
        "every 10 s, 5 s to answer, fails after 3 misses",
      ],
      [
        ...["`backend`", "backend", "readiness", "GET `/api/system/readiness/` on port http"],
        "every 10 s, 5 s to answer, fails after 3 misses",
      ],
    ]);
    assert.equal(rows.length, 18);
  });

  it("lists scaling and budgets", () => {
    const text = page(thebot, "health.md");
    const [backend] = rowsUnder(text, "Scaling");
    assert.deepEqual(backend?.slice(0, 3), [
      "`backend`",
      "2 to 5 (staging)<br>3 to 15 (production)",
      "cpu 70 %, memory 80 % (staging, production)",
    ]);
    assert.deepEqual(rowsUnder(text, "Budgets"), [
      ["`backend-pdb`", "1 stay (staging)<br>2 stay (production)"],
      ["`frontend-pdb`", "1 stay (staging)<br>2 stay (production)"],
      ["`celery-worker-pdb`", "1 stay (staging, production)"],
    ]);
    assert.equal(rowsUnder(text, "Alerts").length, 9);
  });

  it("lists settings, and secrets by name and key", () => {
    const text = page(thebot, "configuration.md");
    const settings = new Map(
      rowsUnder(text, "ConfigMap django-config").map(([key, value]) => [key, value]),
    );
    assert.equal(settings.size, 14);
    assert.equal(
      settings.get("`LOG_LEVEL`"),
      "`DEBUG` (dev)<br>`INFO` (staging)<br>`WARNING` (production)",
    );
    assert.equal(settings.get("`DATABASE_HOST`"), "`postgres`");
    const secrets = rowsUnder(text, "Secrets").slice(0, 5);
    assert.deepEqual(
      secrets.map(([name, keys]) => [name?.split("`")[1], keys?.match(/`[^`]+`/g)?.length]),
      [
        ["postgres-credentials", 2],
        ["redis-credentials", 1],
        ["django-secrets", 8],
        ["ssh-keys", 2],
        ["docker-registry-credentials", 1],
      ],
    );
    assert.match(
      secrets[0]?.[2] ?? "",
      /made up once \(dev\)<br>copied from `ClusterSecretStore vault`/,
    );
  });

  it("says in which order things start, and why", () => {
    const text = page(thebot, "deployment.md");
    assert.deepEqual(
      rowsUnder(text, "Order").map(([, step, , ready]) => [step, ready]),
      [
        ["The namespace, and what is the whole cluster's", "–"],
        ["What the others need", "–"],
        ["Data stores", "`postgres`, `redis`"],
        ["Migrations and jobs", "`backend-migrate`"],
        ["Programs", "`backend`, `frontend`"],
        ["Autoscalers and routes", "–"],
      ],
    );
    assert.ok(
      rowsUnder(text, "Why this order").some(
        ([of, after]) => /`frontend`/.test(of ?? "") && after === "`backend-migrate`",
      ),
    );
  });

  it("says what the cluster must have, and which environments need it", () => {
    const rows = rowsUnder(page(thebot, "deployment.md"), "What the cluster must have");
    const needs = new Map(rows.map(([title, , environments]) => [title, environments]));
    assert.equal(needs.get("External Secrets Operator"), "staging, production");
    assert.equal(needs.get("The storage class `standard`"), "dev");
    for (const need of ["cert-manager", "Prometheus Operator", "metrics-server", "Load balancers"])
      assert.equal(needs.get(need), "all", need);
    assert.equal(needs.get("CloudNativePG operator"), undefined);
  });

  it("says what takes the place of what is obsolete or unsafe", () => {
    const rows = rowsUnder(page(thebot, "README.md"), "In place of what is obsolete or unsafe");
    const found = new Map(rows.map(([instead, here, why]) => [instead, `${here}; ${why}`]));
    assert.match(
      found.get("PodSecurityPolicy") ?? "",
      /pod-security\.kubernetes\.io\/enforce.*restricted.*Kubernetes 1\.25 removed it/,
    );
    assert.match(
      found.get("Secrets in plain text or base64 among the manifests") ?? "",
      /no Secret is rendered/,
    );
  });

  it("names every object of every environment once", () => {
    const { environments, reference } = thebot;
    for (const { name, rendered } of environments) {
      const listed = reference.groups.flatMap(({ objects }) =>
        objects.flatMap(({ kind, names }) =>
          names
            .filter((variant) => variant.environments.includes(name))
            .map(({ value }) => `${kind} ${value}`),
        ),
      );
      const own = rendered.map(({ object }) => `${object.kind} ${object.metadata.name}`);
      assert.deepEqual(listed.sort(), own.sort(), name);
    }
  });

  it("shows only what differs between environments, side by side", () => {
    const text = page(thebot, "environments.md");
    assert.deepEqual(rowsUnder(text, "Replicas"), [
      ["backend", "1", "2 to 5", "3 to 15"],
      ["frontend", "1", "2 to 5", "3 to 10"],
      ["celery-worker", "1", "2 to 5", "3 to 10"],
    ]);
    assert.deepEqual(rowsUnder(text, "Certificates"), [
      [
        "tls-certificate",
        "issued by `letsencrypt-staging`",
        "issued by `letsencrypt-staging`",
        "issued by `letsencrypt-prod`",
      ],
    ]);
    const titles = [...text.matchAll(/^## (.*)$/gm)].map(([, title = ""]) => title);
    const rows = titles.flatMap((title) => rowsUnder(text, title));
    assert.ok(rows.length > 40, `${rows.length} rows`);
    for (const [name, ...values] of rows) assert.ok(new Set(values).size > 1, String(name));
  });
});
