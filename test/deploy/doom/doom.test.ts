import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { KubeObject } from "../../../src/client/object.ts";
import { Around, type Neighbours } from "../../../src/deploy/doom/around.ts";
import type { Graces } from "../../../src/deploy/doom/graces.ts";
import { DoomWatch } from "../../../src/deploy/doom/index.ts";
import { unreadyProbe } from "../../../src/deploy/doom/probe.ts";
import { ManualClock } from "../manual-clock.ts";

const owner = (kind: string, uid: string) => ({
  ownerReferences: [{ apiVersion: "apps/v1", kind, name: uid, uid, controller: true }],
});
const revision = (number: number) => ({
  annotations: { "deployment.kubernetes.io/revision": `${number}` },
});

function web(status: object = {}, replicas = 1): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "n", uid: "web", generation: 2, ...revision(2) },
    spec: { replicas },
    status: { observedGeneration: 2, ...status },
  };
}

function replicaSet(number: number, replicas = 1): KubeObject {
  const metadata = {
    name: `web-${number}`,
    uid: `rs-${number}`,
    ...owner("Deployment", "web"),
    ...revision(number),
  };
  return { apiVersion: "apps/v1", kind: "ReplicaSet", metadata, spec: { replicas }, status: {} };
}

interface PodParts {
  readonly name?: string;
  readonly of?: string;
  readonly metadata?: object;
  readonly spec?: object;
  readonly status?: object;
  readonly containers?: readonly object[];
  readonly inits?: readonly object[];
}

function pod({
  name = "web-2-a",
  of = "rs-2",
  metadata,
  spec,
  status,
  containers,
  inits,
}: PodParts = {}): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "n", uid: name, ...owner("ReplicaSet", of), ...metadata },
    spec: { nodeName: "node-1", ...spec },
    status: {
      phase: "Pending",
      containerStatuses: containers,
      initContainerStatuses: inits,
      ...status,
    },
  };
}

const waiting = (reason: string, message = "", restartCount = 0, name = "app") => ({
  name,
  image: "shop/web:1",
  restartCount,
  ready: false,
  state: { waiting: { reason, message } },
  lastState: { terminated: { exitCode: 1, reason: "Error" } },
});
const runs = (restartCount = 0, ready = false, name = "app") => ({
  name,
  restartCount,
  ready,
  started: true,
  state: { running: {} },
});

let events = 0;
function event(
  uid: string,
  reason: string,
  message: string,
  count = 1,
  rest: object = {},
): KubeObject {
  events += 1;
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `e${events}` },
    involvedObject: { uid, kind: "Pod", name: uid },
    type: "Warning",
    reason,
    message,
    count,
    lastTimestamp: new Date(events * 1000).toISOString(),
    ...rest,
  };
}

/** Watches one workload on a clock of its own. */
class Trial {
  readonly clock = new ManualClock();
  readonly watch: DoomWatch;

  constructor(graces: Partial<Graces> = {}, isMigration = false) {
    this.watch = new DoomWatch({ clock: this.clock, graces, isMigration });
  }

  /** What the watch says of this after so many seconds. */
  after(seconds: number, parts: Partial<Neighbours>, object = web()): string | undefined {
    this.clock.pass(seconds * 1000);
    const doom = this.watch.judge(object, around(parts));
    return doom && `${doom.reason}: ${doom.message}`;
  }
}

function around(parts: Partial<Neighbours>): Around {
  const none = { pods: [], claims: [], events: [], controllerRevisions: [] };
  return new Around({ ...none, replicaSets: [replicaSet(1, 0), replicaSet(2)], ...parts });
}

const notFound =
  'failed to pull and unpack image "shop/web:1": failed to resolve reference "shop/web:1": shop/web:1: not found';
const pulling = (reason: string, why: string) => ({
  pods: [pod({ containers: [waiting(reason, why)] })],
});

describe("doomed at once", () => {
  const table: readonly (readonly [reason: string, message: string])[] = [
    ["CreateContainerConfigError", 'secret "login" not found'],
    ["InvalidImageName", "couldn't parse image name"],
    ["ErrImageNeverPull", "is not present with pull policy of Never"],
  ];
  for (const [reason, message] of table) {
    test(reason, () => {
      const pods = [pod({ containers: [waiting(reason, message)] })];
      assert.equal(new Trial().after(0, { pods }), `${reason}: ${message}`);
    });
  }

  test("though not what the kubelet could not read yet", () => {
    const pods = [
      pod({
        containers: [
          waiting("CreateContainerConfigError", "failed to sync secret cache: timed out"),
        ],
      }),
    ];
    const trial = new Trial();
    assert.equal(trial.after(0, { pods }), undefined);
    assert.match(trial.after(60, { pods })!, /^CreateContainerConfigError/);
  });

  test("what stalls, and what a controller gives up", () => {
    const conditions = [
      {
        type: "Progressing",
        status: "False",
        reason: "ProgressDeadlineExceeded",
        message: "Too slow.",
      },
    ];
    assert.equal(
      new Trial().after(0, {}, web({ conditions })),
      "ProgressDeadlineExceeded: Too slow.",
    );
  });

  test("a missing ConfigMap of a volume", () => {
    const pods = [pod({ containers: [waiting("ContainerCreating")] })];
    const message = 'MountVolume.SetUp failed for volume "v" : configmap "settings" not found';
    const told = [event("web-2-a", "FailedMount", message)];
    assert.equal(new Trial().after(0, { pods, events: told }), `FailedMount: ${message}`);
    const mended = [...told, event("web-2-a", "Pulling", "Pulling image")];
    assert.equal(new Trial().after(900, { pods, events: mended }), undefined);
  });

  test("the cause stands before what the controller says at the end", () => {
    const conditions = [
      {
        type: "Progressing",
        status: "False",
        reason: "ProgressDeadlineExceeded",
        message: "Too slow.",
      },
    ];
    const says = new Trial().after(
      0,
      pulling("ErrImagePull", "tls: handshake failure"),
      web({ conditions }),
    );
    assert.match(says!, /^ImagePullBackOff: .*tls: handshake failure/);
    const pods = [
      pod({ spec: { containers: [probed] }, status: { phase: "Running" }, containers: [runs()] }),
    ];
    assert.match(
      new Trial().after(0, { pods }, web({ conditions }))!,
      /^ProgressDeadlineExceeded: Too slow. The readiness probe of app: GET :8080\/ready every 10 s/,
    );
  });
});

const probed = { name: "app", readinessProbe: { httpGet: { port: 8080, path: "/ready" } } };

describe("images", () => {
  test("one that is not there is tried twice", () => {
    const trial = new Trial();
    const parts = pulling("ErrImagePull", notFound);
    const failed = (count: number) => [
      event("web-2-a", "Failed", `Failed to pull image "shop/web:1": ${notFound}`, count),
    ];
    assert.equal(trial.after(0, { ...parts, events: failed(1) }), undefined);
    assert.equal(trial.watch.nextLook(), 15_000);
    assert.equal(
      trial.after(5, { ...parts, events: failed(2) }),
      'ImagePullBackOff: image shop/web:1 cannot be pulled: failed to resolve reference "shop/web:1": shop/web:1: not found',
    );
  });

  test("without events the time between two tries decides", () => {
    const trial = new Trial();
    const backOff = pulling(
      "ImagePullBackOff",
      `Back-off pulling image "shop/web:1": ErrImagePull: ${notFound}`,
    );
    assert.equal(trial.after(0, pulling("ErrImagePull", notFound)), undefined);
    assert.equal(trial.after(14, backOff), undefined);
    assert.match(trial.after(1, backOff)!, /^ImagePullBackOff: .*shop\/web:1: not found$/);
  });

  const causes: readonly (readonly [seconds: number, why: string])[] = [
    [15, "pull access denied, repository does not exist or may require authorization"],
    [15, "failed to authorize: unexpected status from GET request: 401 Unauthorized"],
    [15, "unexpected status from HEAD request to https://r/v2/x: 403 Forbidden"],
    [15, "reading manifest 1 in r/x: manifest unknown"],
    [60, "dial tcp: lookup r: no such host"],
    [60, "net/http: TLS handshake timeout"],
    [60, "429 Too Many Requests"],
    [60, "tls: failed to verify certificate: x509: certificate signed by unknown authority"],
  ];
  for (const [seconds, why] of causes) {
    test(`${seconds} s for: ${why}`, () => {
      const trial = new Trial();
      assert.equal(trial.after(0, pulling("ErrImagePull", why)), undefined);
      assert.equal(trial.after(seconds - 1, pulling("ImagePullBackOff", why)), undefined);
      assert.match(
        trial.after(1, pulling("ImagePullBackOff", why))!,
        /^ImagePullBackOff: image shop/,
      );
    });
  }

  test("one that comes in the end dooms nothing", () => {
    const trial = new Trial();
    assert.equal(trial.after(0, pulling("ErrImagePull", "timeout")), undefined);
    assert.equal(trial.after(59, { pods: [pod({ containers: [runs()] })] }), undefined);
    assert.equal(trial.after(59, pulling("ErrImagePull", "timeout")), undefined);
  });
});

describe("crash loops", () => {
  const loop = (restarts: number) => ({
    pods: [pod({ containers: [waiting("CrashLoopBackOff", "", restarts)] })],
  });
  const up = (restarts: number, ready = false) => ({
    pods: [pod({ containers: [runs(restarts, ready)] })],
  });

  test("the third restart dooms, though not while it runs", () => {
    const trial = new Trial();
    assert.equal(trial.after(0, loop(1)), undefined);
    assert.equal(trial.after(10, loop(2)), undefined);
    assert.equal(trial.after(10, up(3)), undefined);
    assert.equal(
      trial.after(10, loop(3)),
      "CrashLoopBackOff: container app exited with 1 (3 restarts)",
    );
  });

  test("sixty seconds doom, from the first end on", () => {
    const trial = new Trial();
    assert.equal(trial.after(0, loop(0)), undefined);
    assert.equal(trial.after(30, up(1)), undefined);
    assert.equal(trial.after(29, loop(1)), undefined);
    assert.match(trial.after(1, loop(1))!, /CrashLoopBackOff: .*\(1 restart\)/);
  });

  test("one that ran well before anybody looked starts from nothing", () => {
    const trial = new Trial();
    assert.equal(trial.after(0, up(40, true)), undefined);
    assert.equal(trial.after(10, loop(41)), undefined);
    assert.match(trial.after(10, loop(43))!, /3 restarts/);
  });

  test("a slow start after two ends dooms nothing", () => {
    const trial = new Trial();
    assert.equal(trial.after(0, loop(1)), undefined);
    assert.equal(trial.after(20, up(2)), undefined);
    assert.equal(trial.after(300, up(2)), undefined);
    assert.equal(trial.after(300, up(2, true)), undefined);
  });

  test("init containers and sidecars count, those that are done do not", () => {
    const done = {
      name: "first",
      restartCount: 0,
      ready: true,
      state: { terminated: { exitCode: 0 } },
    };
    const main = waiting("PodInitializing");
    const init = waiting("CrashLoopBackOff", "", 3, "first");
    assert.match(
      new Trial().after(0, { pods: [pod({ inits: [init], containers: [main] })] })!,
      /container first/,
    );
    assert.equal(
      new Trial().after(0, { pods: [pod({ inits: [done], containers: [main] })] }),
      undefined,
    );
  });

  test("it says why: memory, the exit code, the last words, an end without a fault", () => {
    const ended = (terminated: object) => ({
      pods: [
        pod({ containers: [{ ...waiting("CrashLoopBackOff", "", 3), lastState: { terminated } }] }),
      ],
    });
    const says = (terminated: object) => new Trial().after(0, ended(terminated))!;
    assert.match(
      says({ exitCode: 137, reason: "OOMKilled" }),
      /killed for using more memory than its limit/,
    );
    assert.match(
      says({ exitCode: 2, reason: "Error", message: "a\nno database" }),
      /exited with 2: no database/,
    );
    assert.match(says({ exitCode: 0, reason: "Completed" }), /ends by itself/);
    assert.match(
      says({ exitCode: 128, reason: "StartError", message: "no such file" }),
      /128 \(StartError\): no such/,
    );
  });

  test("what is ready right after a restart is not believed at once", () => {
    const trial = new Trial();
    const unsettled = (seconds: number, parts: Partial<Neighbours>) => {
      assert.equal(trial.after(seconds, parts), undefined);
      return trial.watch.unsettled(web(), around(parts));
    };
    assert.equal(unsettled(0, up(5, true)), undefined);
    assert.equal(unsettled(0, up(6, true)), "container app was restarted just now");
    assert.equal(unsettled(10, up(6, true)), undefined);
  });

  test("nor is a new one without a probe", () => {
    const trial = new Trial();
    const unsettled = (seconds: number, parts: Partial<Neighbours>) => {
      assert.equal(trial.after(seconds, parts), undefined);
      return trial.watch.unsettled(web(), around(parts));
    };
    assert.equal(unsettled(0, {}), undefined);
    const pulling = { pods: [pod({ containers: [waiting("ContainerCreating", "", 0)] })] };
    assert.equal(unsettled(0, pulling), undefined);
    assert.equal(unsettled(30, up(0, true)), "container app was started just now");
    assert.equal(unsettled(2, up(0, true)), undefined);
    const started = { ...probed, readinessProbe: undefined, startupProbe: probed.readinessProbe };
    for (const [name, container] of Object.entries({ probed, started })) {
      const pods = [pod({ name, spec: { containers: [container] }, containers: [runs(0, true)] })];
      assert.equal(unsettled(0, { pods }), undefined, name);
    }
  });
});

describe("whose pods count", () => {
  const bad = { containers: [waiting("InvalidImageName")] };
  const dooms = (parts: PodParts) => new Trial().after(0, { pods: [pod(parts)] }) !== undefined;

  test("those of the newest ReplicaSet, which are not being deleted and were not evicted", () => {
    assert.equal(dooms(bad), true);
    assert.equal(dooms({ ...bad, of: "rs-1" }), false);
    assert.equal(dooms({ ...bad, metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } }), false);
    assert.equal(dooms({ ...bad, status: { phase: "Failed", reason: "Evicted" } }), false);
  });

  test("none while the controller has not seen the change", () => {
    const behind = web({ observedGeneration: 1 });
    assert.equal(new Trial().after(0, { pods: [pod(bad)] }, behind), undefined);
  });

  test("those of a StatefulSet's update revision, of a DaemonSet's newest", () => {
    const set = (kind: string, status: object) => ({
      apiVersion: "apps/v1",
      kind,
      metadata: { name: "db", uid: "db", generation: 1 },
      status: { observedGeneration: 1, ...status },
    });
    const labelled = (hash: string) => {
      const metadata = {
        ...owner("StatefulSet", "db"),
        labels: { "controller-revision-hash": hash },
      };
      return { pods: [pod({ ...bad, metadata })] };
    };
    const stateful = set("StatefulSet", { updateRevision: "db-2" });
    assert.match(new Trial().after(0, labelled("db-2"), stateful)!, /InvalidImageName/);
    assert.equal(new Trial().after(0, labelled("db-1"), stateful), undefined);
    const template = (number: number) => ({
      apiVersion: "apps/v1",
      kind: "ControllerRevision",
      metadata: {
        name: `db-${number}`,
        ...owner("DaemonSet", "db"),
        labels: { "controller-revision-hash": `${number}` },
      },
      revision: number,
    });
    const controllerRevisions = [template(1), template(2)];
    const daemons = set("DaemonSet", {});
    assert.match(
      new Trial().after(0, { ...labelled("2"), controllerRevisions }, daemons)!,
      /Invalid/,
    );
    assert.equal(
      new Trial().after(0, { ...labelled("1"), controllerRevisions }, daemons),
      undefined,
    );
  });
});

describe("nodes and volumes", () => {
  const unscheduled = {
    type: "PodScheduled",
    status: "False",
    reason: "Unschedulable",
    message: "0/3 nodes",
  };
  const homeless = (spec: object = {}) => [
    pod({ spec: { nodeName: undefined, ...spec }, status: { conditions: [unscheduled] } }),
  ];

  test("two minutes for a node", () => {
    const trial = new Trial();
    assert.equal(trial.after(0, { pods: homeless() }), undefined);
    assert.equal(trial.after(119, { pods: homeless() }), undefined);
    assert.equal(trial.after(1, { pods: homeless() }), "Unschedulable: 0/3 nodes");
  });

  test("ten while an autoscaler makes room", () => {
    const told = [
      event("web-2-a", "TriggeredScaleUp", "pod triggered scale-up", 1, { type: "Normal" }),
    ];
    const trial = new Trial();
    assert.equal(trial.after(0, { pods: homeless(), events: told }), undefined);
    assert.equal(trial.after(599, { pods: homeless(), events: told }), undefined);
    assert.match(trial.after(1, { pods: homeless(), events: told })!, /^Unschedulable/);
  });

  test("one minute for a claim that nothing provides for", () => {
    const claim = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data", uid: "c" },
      status: { phase: "Pending" },
    };
    const volumes = [{ name: "v", persistentVolumeClaim: { claimName: "data" } }];
    const told = [event("c", "ProvisioningFailed", 'storageclass "fast" not found')];
    const parts = { pods: homeless({ volumes }), claims: [claim], events: told };
    const trial = new Trial();
    assert.equal(trial.after(0, parts), undefined);
    assert.equal(
      trial.after(60, parts),
      'ProvisioningFailed: claim data: storageclass "fast" not found',
    );
    const alone = new Trial();
    assert.equal(alone.after(0, parts, claim), undefined);
    assert.match(alone.after(60, parts, claim)!, /^ProvisioningFailed/);
  });

  test("one minute for a mount", () => {
    const parts = {
      pods: [pod({ containers: [waiting("ContainerCreating")] })],
      events: [event("web-2-a", "FailedAttachVolume", "Multi-Attach error for volume")],
    };
    const trial = new Trial();
    assert.equal(trial.after(0, parts), undefined);
    assert.equal(trial.after(60, parts), "FailedAttachVolume: Multi-Attach error for volume");
  });
});

describe("pods that the server refuses", () => {
  const quota =
    'Error creating: pods "web-2-x" is forbidden: exceeded quota: small, requested: pods=1';
  const refused = (count: number, message = quota) => [
    event("rs-2", "FailedCreate", message, count),
  ];

  test("ten seconds while nothing goes on", () => {
    const trial = new Trial();
    assert.equal(trial.after(0, { events: refused(1) }), undefined);
    assert.equal(trial.after(9, { events: refused(9) }), undefined);
    assert.match(
      trial.after(1, { events: refused(9) })!,
      /^QuotaExceeded: pods "web-2-x" is forbidden: exceeded quota: small/,
    );
  });

  test("progress starts the time anew, and what was refused before it counts no more", () => {
    const trial = new Trial();
    assert.equal(trial.after(0, { events: refused(1) }, web({ replicas: 4 })), undefined);
    assert.equal(trial.after(9, { events: refused(9) }, web({ replicas: 3 })), undefined);
    assert.equal(trial.after(60, { events: refused(9) }, web({ replicas: 3 })), undefined);
    assert.equal(trial.after(0, { events: refused(10) }, web({ replicas: 3 })), undefined);
    assert.match(trial.after(10, { events: refused(10) }, web({ replicas: 3 }))!, /^QuotaExceeded/);
  });

  test("old pods that are on their way out may make room", () => {
    const trial = new Trial();
    const leaving = [
      pod({ name: "old", of: "rs-1", metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } }),
    ];
    assert.equal(trial.after(0, { events: refused(1), pods: leaving }), undefined);
    assert.equal(trial.after(30, { events: refused(9), pods: leaving }), undefined);
    assert.equal(trial.after(30, { events: refused(9) }), undefined);
  });

  test("refusals that were overcome doom nothing", () => {
    const trial = new Trial();
    const pods = [pod({ containers: [runs()] })];
    assert.equal(trial.after(0, { events: refused(9), pods }), undefined);
    assert.equal(trial.after(60, { events: refused(9), pods }), undefined);
  });

  const names: readonly (readonly [string, string])[] = [
    ['pods "w" is forbidden: violates PodSecurity "restricted:latest"', "PodSecurity"],
    ['Internal error occurred: failed calling webhook "w.io": connection refused', "WebhookFailed"],
    ['admission webhook "w.io" denied the request: no', "WebhookRefused"],
    [
      'error looking up service account n/web: serviceaccount "web" not found',
      "ServiceAccountMissing",
    ],
    ["something else", "FailedCreate"],
  ];
  for (const [message, name] of names) {
    test(name, () => {
      const trial = new Trial({ refusal: 0 });
      assert.match(trial.after(0, { events: refused(1, message) })!, new RegExp(`^${name}: `));
    });
  }
});

describe("Jobs", () => {
  const job = (status: object = {}): KubeObject => ({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "migrate", uid: "job" },
    spec: {},
    status: { startTime: "2026-01-01T00:00:00Z", active: 1, ...status },
  });
  const failed = (name: string) =>
    pod({
      name,
      metadata: owner("Job", "job"),
      spec: { restartPolicy: "Never" },
      status: { phase: "Failed" },
      containers: [
        { name: "app", restartCount: 0, state: { terminated: { exitCode: 3, reason: "Error" } } },
      ],
    });

  const conditions = [
    { type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "too often" },
  ];

  test("its failure may be seen before its pods tell why; they have a second for it", () => {
    const told = new Trial();
    assert.equal(told.after(0, { pods: [] }, job({ conditions })), undefined);
    assert.equal(told.watch.nextLook(), 1_000);
    assert.equal(
      told.after(0.2, { pods: [failed("a")] }, job({ conditions })),
      "BackoffLimitExceeded: too often: container app exited with 3",
    );
    const untold = new Trial();
    assert.equal(untold.after(0, { pods: [] }, job({ conditions })), undefined);
    assert.equal(
      untold.after(1, { pods: [] }, job({ conditions })),
      "BackoffLimitExceeded: too often",
    );
  });

  test("how often one is tried is its own word; its failure dooms, with what it ended with", () => {
    const trial = new Trial();
    const pods = [failed("a"), failed("b"), failed("c")];
    assert.equal(trial.after(900, { pods }, job({ failed: 3 })), undefined);
    assert.equal(
      trial.after(0, { pods }, job({ failed: 7, conditions })),
      "BackoffLimitExceeded: too often: container app exited with 3",
    );
  });

  test("a migration is lost at its third failure", () => {
    const trial = new Trial({}, true);
    assert.equal(trial.after(0, { pods: [failed("a")] }, job({ failed: 1 })), undefined);
    assert.match(
      trial.after(0, { pods: [failed("a")] }, job({ failed: 3 }))!,
      /^CrashLoopBackOff: .* exited with 3/,
    );
  });

  test("a container that did its work is no crash", () => {
    const status = { phase: "Running" };
    const containers = [
      { name: "app", restartCount: 0, state: { terminated: { exitCode: 0 } } },
      runs(0, false, "b"),
    ];
    const pods = [pod({ metadata: owner("Job", "job"), status, containers })];
    assert.equal(new Trial({}, true).after(900, { pods }, job()), undefined);
  });
});

describe("what other kinds say", () => {
  test("an autoscaler has two minutes to get its metrics", () => {
    const conditions = [
      { type: "AbleToScale", status: "True" },
      {
        type: "ScalingActive",
        status: "False",
        reason: "FailedGetResourceMetric",
        message: "missing request for cpu",
      },
    ];
    const autoscaler = {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "web", uid: "h" },
      status: { conditions },
    };
    const trial = new Trial();
    assert.equal(trial.after(0, {}, autoscaler), undefined);
    assert.equal(trial.after(119, {}, autoscaler), undefined);
    assert.equal(
      trial.after(1, {}, autoscaler),
      "FailedGetResourceMetric: missing request for cpu",
    );
  });
});

describe("a probe that does not pass", () => {
  const parts = {
    pods: [
      pod({
        spec: {
          containers: [
            {
              name: "app",
              readinessProbe: { httpGet: { port: "http", path: "/ready" }, periodSeconds: 5 },
            },
          ],
        },
        status: { phase: "Running" },
        containers: [runs()],
      }),
    ],
    events: [
      event(
        "web-2-a",
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        4,
        {
          involvedObject: { uid: "web-2-a", fieldPath: "spec.containers{app}" },
        },
      ),
    ],
  };

  test("dooms nothing", () => {
    const trial = new Trial();
    assert.equal(trial.after(0, parts), undefined);
    assert.equal(trial.after(3600, parts), undefined);
    assert.equal(trial.watch.nextLook(), undefined);
  });

  test("is named", () => {
    const words =
      "readiness probe of app: GET :http/ready every 5 s: HTTP probe failed with statuscode: 503";
    assert.deepEqual(unreadyProbe(web(), around(parts)), {
      pod: "web-2-a",
      container: "app",
      kind: "readiness",
      words,
    });
  });
});
