import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { volume, web } from "../../src/index.ts";
import type { Cluster } from "../../src/kubernetes/types/index.ts";
import { fixedSettings, refusedSettings } from "../../src/platform/resolve/cluster-settings.ts";
import { NEEDS_GO } from "../go-program.ts";
import { app, resources } from "../platform/shop.ts";
import {
  fixed,
  makes,
  record,
  recorded,
  type Verdict,
  webhook,
} from "./cloudnative-pg/operator.ts";
import { type Loose, objects } from "./objects.ts";
import { inMode, operated } from "./store-modes.ts";

const rendered = inMode("operator");
const cluster: Cluster = rendered.get("Cluster", "db");
const made = makes(cluster);
if (made && process.env.UPDATE_RECORDINGS) record(cluster, made);

suite("by what the operator itself makes of the Cluster", () => {
  const { instance, service, secret, account } = recorded(cluster);
  const labels = instance.metadata?.labels ?? {};
  const has = (selector: Record<string, string>) =>
    Object.entries(selector).every(([key, value]) => labels[key] === value);
  const ports = instance.spec?.containers[0]?.ports?.map(({ name }) => name) ?? [];

  test("the recording is still what it makes", { skip: made ? false : NEEDS_GO }, () => {
    assert.deepEqual(recorded(cluster), made);
  });

  test("references name its Service and its Secret", () => {
    const { env } = rendered.get("Deployment", "api").spec.template.spec.containers[0];
    const keys = env.flatMap(({ valueFrom }: Loose) => valueFrom?.secretKeyRef ?? []);
    const own = keys.filter(({ name }: { name: string }) => name === secret.name);
    assert.deepEqual(
      own.map(({ key }: { key: string }) => [key, secret.data[key]]),
      [
        ["username", "orders"],
        ["password", "password"],
      ],
    );
    const url = env.find(({ name }: { name: string }) => name === "DATABASE_URL").value as string;
    const [port] = service.ports;
    assert.ok(url.endsWith(`@${service.name}:${port?.port}/${secret.data.dbname}`), url);
    assert.deepEqual([service.name, secret.data.host], ["db-rw", "db-rw"]);
  });

  test("our Services reach the server that writes, our monitor every server, by ports that are there", () => {
    const { spec } = rendered.get("Service", "db-lb");
    assert.deepEqual(spec.selector, service.selector);
    assert.ok(has(spec.selector));
    for (const { targetPort } of spec.ports) assert.ok(ports.includes(targetPort), targetPort);
    const monitor = rendered.get("PodMonitor", "db").spec;
    assert.ok(has(monitor.selector.matchLabels));
    assert.ok(ports.includes(monitor.podMetricsEndpoints[0].port));
    assert.ok(!has({ ...spec.selector, "cnpg.io/instanceRole": "replica" }));
  });

  test("no account of ours is in the way of its own", () => {
    const names = rendered.all.flatMap(({ kind, metadata }) =>
      kind === "ServiceAccount" ? [metadata.name] : [],
    );
    assert.ok(!names.includes(account), `${account} among ${names}`);
  });
});

suite("the operator's webhook", { skip: made ? false : NEEDS_GO }, () => {
  const complaints = (verdicts: readonly Verdict[] = []) =>
    verdicts.flatMap((verdict) =>
      verdict.accepted ? (verdict.warnings ?? []) : [verdict.message],
    );

  test("takes everything that is rendered, without a warning", () => {
    const dumps = volume("dumps", { size: "1Gi" });
    const other = web("other", { image: app, port: 1, resources, scale: 1 });
    const clusters = [
      cluster,
      ...[
        {},
        { cloudNativePg: { instances: 1 } },
        { cloudNativePg: { instances: 5, image: "registry.example/pg:17.2-1", owner: "a" } },
        { storage: volume("data", { size: "1Gi", shared: true, class: "fast" }) },
        { settings: { shared_preload_libraries: "pg_stat_statements", wal_level: "replica" } },
        { hba: ["host all all 10.0.0.0/8 md5"], database: "orders" },
        { apart: [other], near: [other], nodes: { a: "b" }, priority: "high" },
        { tolerations: [{ key: "gpu", operator: "Exists", effect: "NoSchedule" }] },
        { backup: { schedule: "@daily", keep: 2, to: dumps }, metrics: true },
      ].map((options) => objects({ db: operated(options) }).get("Cluster", "db")),
    ];
    assert.deepEqual(complaints(webhook(clusters)), []);
  });

  test("refuses the settings that are refused here, and no others", () => {
    assert.deepEqual(fixed(), [...fixedSettings, "shared_preload_libraries"].sort());
    const size = fc.constantFrom(
      ...["32MB", "64MB", "65MB", "1GB", "1 GB", "80MB", "81MB", "2TB", "100kB", "100"],
      ...["", "0", "0MB", "-1MB", "64mb", "1.5GB", "64Mi", "128B", "abc", "1e3MB", "MB"],
    );
    const flag = fc.constantFrom("on", "off", "of", "o", "yes", "N", "1", "2", "maybe", "");
    const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
      fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
    const cases = fc
      .sample(
        fc.record({
          instances: fc.constantFrom(1, 3),
          settings: fc.record({
            shared_buffers: seldom(size),
            min_wal_size: seldom(size),
            max_wal_size: seldom(size),
            wal_level: fc.constantFrom(
              undefined,
              undefined,
              "logical",
              "replica",
              "minimal",
              "all",
            ),
            wal_log_hints: seldom(flag),
            hot_standby_feedback: seldom(flag),
            work_mem: fc.constantFrom(undefined, "4MB"),
            listen_addresses: seldom(fc.constant("localhost")),
          }),
        }),
        { numRuns: 1500, seed: 4 },
      )
      .map(({ instances, settings }) => ({
        instances,
        settings: JSON.parse(JSON.stringify(settings)) as Record<string, string>,
      }));
    const asked = cases.map(({ instances, settings }) => ({
      ...cluster,
      spec: { ...cluster.spec, instances, postgresql: { parameters: settings } },
    }));
    const answers = webhook(asked) ?? [];
    const differ = cases.flatMap(({ instances, settings }, index) => {
      const own = refusedSettings(settings, instances, "64Mi");
      const theirs = complaints(answers.slice(index, index + 1));
      return own.length > 0 === theirs.length > 0 ? [] : [{ settings, instances, own, theirs }];
    });
    assert.deepEqual(differ, []);
    const refused = answers.filter(({ accepted }) => !accepted).length;
    assert.ok(refused > 200 && answers.length - refused > 200, `${refused} of ${answers.length}`);
  });

  test("refuses a Cluster that is broken on purpose", () => {
    const broken = { ...cluster, spec: { ...cluster.spec, storage: {} } };
    assert.match(complaints(webhook([broken]))[0] ?? "", /Size not configured/);
    const named = { ...cluster, metadata: { ...cluster.metadata, name: "d".repeat(51) } };
    assert.match(complaints(webhook([named]))[0] ?? "", /50 characters/);
    const latest = { ...cluster, spec: { ...cluster.spec, imageName: "postgresql:latest" } };
    assert.match(complaints(webhook([latest]))[0] ?? "", /image tag/);
  });
});
