import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate, warnings } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

const template = {
  metadata: { labels: { app: "web" } },
  spec: { containers: [{ name: "web", image: "web:v1" }] },
};

/** A workload that is fine, but for what is given. */
function workload(kind: string, spec: Fields = {}, name = "web"): Judged {
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name },
    spec: { selector: { matchLabels: { app: "web" } }, template, ...spec },
  } as Judged;
}

suite("workloads", () => {
  for (const kind of ["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"])
    test(`a ${kind} as people write it is fine`, async () => {
      assert.deepEqual(await refusals(workload(kind)), []);
      assert.deepEqual(await warnings(workload(kind)), []);
    });

  const mistakes: readonly (readonly [what: string, Judged, says: string])[] = [
    [
      "a selector that misses the template",
      workload("Deployment", { selector: { matchLabels: { app: "wbe" } } }),
      "spec.template.metadata.labels: the selector does not match these labels, so the workload would not find its own pods; give the template every label that the selector asks for",
    ],
    [
      "an empty selector",
      workload("DaemonSet", { selector: {} }),
      "spec.selector: is empty; matchLabels with labels that the template has",
    ],
    [
      "a policy of Jobs",
      workload("Deployment", {
        template: { ...template, spec: { ...template.spec, restartPolicy: "OnFailure" } },
      }),
      "spec.template.spec.restartPolicy: OnFailure is for Jobs; the pods of a Deployment always restart; Always, or leave it out",
    ],
    [
      "a strategy in small letters",
      workload("Deployment", { strategy: { type: "recreate" } }),
      'spec.strategy: "recreate" is none of Recreate, RollingUpdate',
    ],
    [
      "a rollout that cannot begin",
      workload("Deployment", {
        strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: "0%" } },
      }),
      "spec.strategy.rollingUpdate.maxUnavailable: maxUnavailable and maxSurge are both 0, so no pod could ever be replaced; at least 1 for one of the two",
    ],
    [
      "no time for progress",
      workload("Deployment", { minReadySeconds: 600 }),
      "spec.progressDeadlineSeconds: 600 is not more than minReadySeconds (600); leave more time for progress, or ask for fewer seconds of readiness",
    ],
    [
      "a DaemonSet with a surge beside the default",
      workload("DaemonSet", { updateStrategy: { rollingUpdate: { maxSurge: 1 } } }),
      "spec.updateStrategy.rollingUpdate.maxSurge: a node gets its new pod either before the old one goes or after, not both; maxUnavailable: 0 beside it (its default is 1), or leave maxSurge out",
    ],
    [
      "a claim without a size",
      workload("StatefulSet", {
        volumeClaimTemplates: [
          { metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"] } },
        ],
      }),
      'spec.volumeClaimTemplates[0].spec.resources[storage]: must be asked for; write requests: {storage: "1Gi"}',
    ],
  ];
  for (const [what, object, says] of mistakes)
    test(`${what}: says what to write`, async () => {
      assert.deepEqual(await refusals(object), [says]);
    });

  test("an object without a spec is refused for what has no default only", async () => {
    const bare = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" } } as Judged;
    const paths = (await refusals(bare)).map((line) => line.slice(0, line.indexOf(":")));
    assert.deepEqual(paths, [
      "spec.selector",
      "spec.template.metadata.labels",
      "spec.template.spec.containers",
    ]);
  });

  test("a name with dots is warned of where pods are called after it", async () => {
    const [warning = ""] = await warnings(workload("Deployment", {}, "web.v1"));
    assert.match(warning, /^metadata\.name: pods are named after it/);
    assert.deepEqual(await warnings(workload("DaemonSet", {}, "web.v1")), []);
  });

  test("mounts of a StatefulSet find its claims", async () => {
    const mounting = (name: string) =>
      workload("StatefulSet", {
        template: {
          ...template,
          spec: {
            containers: [
              { name: "web", image: "web:v1", volumeMounts: [{ name, mountPath: "/data" }] },
            ],
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: "data" },
            spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
          },
        ],
      });
    assert.deepEqual(await refusals(mounting("data")), []);
    const [line = ""] = await refusals(mounting("dta"));
    assert.match(line, /volumeMounts\[0\]\.name: there is no volume "dta"/);
  });

  test("volumes keep the numbers that they are written with beside claims", async () => {
    const object = workload("StatefulSet", {
      template: {
        ...template,
        spec: {
          ...template.spec,
          volumes: [
            { name: "ok", emptyDir: {} },
            { name: "Bad_1", emptyDir: {} },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        },
      ],
    });
    const [line = ""] = await refusals(object);
    assert.match(line, /^spec\.template\.spec\.volumes\[1\]\.name: /);
  });

  test("the pods and claims of a StatefulSet are looked at since 1.34, its serviceName since 1.33", async () => {
    const pods = workload("StatefulSet", {
      template: { ...template, spec: { containers: [{ name: "web" }] } },
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: {} }],
    });
    assert.deepEqual(await refusals(pods, 33), []);
    assert.notDeepEqual(await refusals(pods, 34), []);
    const service = workload("StatefulSet", { serviceName: "web.shop" });
    assert.deepEqual(await refusals(service, 32), []);
    assert.notDeepEqual(await refusals(service, 33), []);
  });

  suite("an update", () => {
    test("may not change a selector", async () => {
      const wide = { ...template, metadata: { labels: { app: "web", tier: "front" } } };
      const before = workload("Deployment", { template: wide });
      const after = workload("Deployment", {
        template: wide,
        selector: { matchLabels: { tier: "front" } },
      });
      assert.deepEqual(await refusalsOfUpdate(after, before), [
        "spec.selector: cannot be changed in an existing object; delete the object and create it anew",
      ]);
    });

    test("of a StatefulSet names all that cannot change", async () => {
      const claim = (storage: string) => ({
        metadata: { name: "data" },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } },
      });
      const before = workload("StatefulSet", { volumeClaimTemplates: [claim("1Gi")] });
      const same = workload("StatefulSet", {
        replicas: 5,
        volumeClaimTemplates: [claim("1024Mi")],
      });
      assert.deepEqual(await refusalsOfUpdate(same, before), []);
      const after = workload("StatefulSet", {
        serviceName: "web",
        volumeClaimTemplates: [claim("2Gi")],
      });
      assert.deepEqual(await refusalsOfUpdate(after, before), [
        "spec: serviceName and volumeClaimTemplates cannot be changed in an existing StatefulSet; delete it with --cascade=orphan and create it anew",
      ]);
    });

    test("of a StatefulSet's history is possible since 1.33", async () => {
      const before = workload("StatefulSet", { revisionHistoryLimit: 3 });
      const after = workload("StatefulSet", { revisionHistoryLimit: 4 });
      assert.equal((await refusalsOfUpdate(after, before, 32)).length, 1);
      assert.deepEqual(await refusalsOfUpdate(after, before, 33), []);
    });
  });
});
