import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rules } from "../../../../src/check/rules.ts";
import { run } from "../../../../src/check/run.ts";
import { worldOfText } from "../../read.ts";
import { autoscaler, foundBy, workload } from "../found.ts";

const claim = (mode: string, more = "", name = "data", size = "1Gi") => `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name} }
spec: { accessModes: [${mode}], resources: { requests: { storage: ${size} } }${more && `, ${more}`} }
`;
const once = claim("ReadWriteOnce");

const storageClass = (
  name: string,
  provisioner: string,
  more = "",
) => `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: ${name} }
provisioner: ${provisioner}
${more}
`;

const uses = (name: string, { spec = "", pod = "", kind = "Deployment" } = {}) =>
  workload(
    name,
    { app: name },
    {
      kind,
      spec,
      container: "volumeMounts: [{ name: data, mountPath: /data }]",
      pod: ["volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]", pod]
        .filter(Boolean)
        .join(", "),
    },
  );
const recreated = "strategy: { type: Recreate }";
const near = `affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: web } } }] } }`;
const nightly = (more = "") => `apiVersion: batch/v1
kind: CronJob
metadata: { name: backup }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers: [{ name: backup, image: "example.com/backup:v1", volumeMounts: [{ name: data, mountPath: /data }] }]
          volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
          ${more}
`;

const messages = async (id: string, ...documents: readonly string[]) =>
  (await foundBy(id, ...documents)).map(({ path, message }) => `${path}: ${message}`);

describe("claim-on-one-node", () => {
  const find = (...documents: readonly string[]) => messages("claim-on-one-node", ...documents);
  const none = async (...documents: readonly string[]) =>
    assert.deepEqual(await find(...documents), []);

  it("finds several replicas, those of an autoscaler too, and several workloads: once for each claim", async () => {
    assert.deepEqual(await find(once, uses("web", { spec: "replicas: 3" })), [
      "spec.template.spec.volumes[0].persistentVolumeClaim.claimName: the claim data is for one node (ReadWriteOnce), and these mount it: Deployment web (3 pods)",
    ]);
    assert.match(
      (await find(once, uses("web"), autoscaler("web", "web")))[0] ?? "",
      /up to 6 pods/,
    );
    assert.match((await find(once, uses("web", { kind: "DaemonSet" })))[0] ?? "", /on every node/);
    const two = await find(
      once,
      uses("web", { spec: recreated }),
      uses("api", { spec: recreated }),
      nightly(),
    );
    assert.equal(two.length, 1);
    assert.match(two[0] ?? "", /Deployment web, Deployment api, CronJob backup/);
  });

  it("leaves alone: one pod, no pod, what ends, what looks for the other, one node, claims for many", async () => {
    await none(once, uses("web", { spec: recreated }));
    await none(once, uses("web", { spec: recreated }), uses("old", { spec: "replicas: 0" }));
    const job = uses("migrate")
      .replace("kind: Deployment", "kind: Job")
      .replace("apps/v1", "batch/v1")
      .replace(/selector: {.*?} }, /, "")
      .replace("containers:", "restartPolicy: Never, containers:");
    await none(once, uses("web", { spec: recreated }), job);
    await none(once, uses("web", { spec: recreated }), nightly(near));
    await none(
      once,
      uses("web", { spec: "replicas: 3", pod: "nodeSelector: { kubernetes.io/hostname: a }" }),
    );
    await none(claim("ReadWriteMany"), uses("web", { spec: "replicas: 3" }));
    await none(claim("ReadOnlyMany"), uses("web", { spec: "replicas: 3" }));
    await none(uses("web", { spec: "replicas: 3" }));
  });

  it("leaves alone: shared file systems and folders of a node, whatever the claim asks for", async () => {
    const three = uses("web", { spec: "replicas: 3" });
    await none(
      storageClass("files", "efs.csi.aws.com"),
      claim("ReadWriteOnce", "storageClassName: files"),
      three,
    );
    await none(claim("ReadWriteOnce", "storageClassName: nfs-client"), three);
    await none(claim("ReadWriteOnce", "storageClassName: local-path"), three);
    const volume = (source: string) => `apiVersion: v1
kind: PersistentVolume
metadata: { name: data }
spec: { storageClassName: "", capacity: { storage: 1Gi }, accessModes: [ReadWriteOnce], ${source} }
`;
    const bound = claim("ReadWriteOnce", `storageClassName: "", volumeName: data`);
    await none(volume("nfs: { server: a.example.com, path: /data }"), bound, three);
    await none(volume("hostPath: { path: /data }"), bound, three);
    assert.equal(
      (await find(volume("csi: { driver: ebs.csi.aws.com, volumeHandle: a }"), bound, three))
        .length,
      1,
    );
    const byDefault = storageClass("std", "nfs.csi.k8s.io").replace(
      "name: std",
      `name: std, annotations: { storageclass.kubernetes.io/is-default-class: "true" }`,
    );
    await none(byDefault, once, three);
  });

  it("does not guess between two claims of one name", async () => {
    await none(once, claim("ReadWriteMany"), uses("web", { spec: "replicas: 3" }));
  });
});

describe("rollout-waits-for-claim", () => {
  const find = (...documents: readonly string[]) =>
    messages("rollout-waits-for-claim", ...documents);

  it("finds a rolling update of one pod with its claims", async () => {
    assert.deepEqual(await find(once, uses("web")), [
      "spec.strategy.type: a rolling update starts the new pod while the old one has the claim data (ReadWriteOnce)",
    ]);
    assert.equal(
      (
        await find(
          once,
          uses("web", { spec: "strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }" }),
        )
      ).length,
      1,
    );
  });

  it("leaves alone: Recreate, the old pod first, StatefulSets, folders of a node, what is told otherwise", async () => {
    for (const spec of [
      recreated,
      "strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }",
      "strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } }",
      "replicas: 0",
      "paused: true",
      "replicas: 3",
    ])
      assert.deepEqual(await find(once, uses("web", { spec })), [], spec);
    assert.deepEqual(await find(once, uses("web", { kind: "StatefulSet" })), []);
    assert.deepEqual(
      await find(claim("ReadWriteOnce", "storageClassName: openebs-hostpath"), uses("web")),
      [],
    );
    assert.deepEqual(await find(claim("ReadWriteMany"), uses("web")), []);
    assert.deepEqual(await find(once, uses("web", { pod: "nodeName: a" })), []);
  });
});

describe("single-pod-claim", () => {
  const find = (...documents: readonly string[]) => messages("single-pod-claim", ...documents);
  const single = claim("ReadWriteOncePod");

  it("finds replicas, several workloads, and an update that needs two", async () => {
    assert.match(
      (await find(single, uses("web", { spec: "replicas: 2" })))[0] ?? "",
      /2 pods mount it: Deployment web 2/,
    );
    assert.match(
      (await find(single, uses("web", { spec: recreated }), uses("api", { spec: recreated })))[0] ??
        "",
      /2 pods mount it/,
    );
    assert.match(
      (await find(single, uses("web")))[0] ?? "",
      /a rolling update of Deployment web starts the new pod while/,
    );
  });

  it("leaves alone: one pod that goes first, jobs beside it, other modes", async () => {
    assert.deepEqual(await find(single, uses("web", { spec: recreated })), []);
    assert.deepEqual(await find(single, uses("db", { kind: "StatefulSet" }), nightly()), []);
    assert.deepEqual(await find(once, uses("web", { spec: "replicas: 2" })), []);
  });
});

describe("claim-mode-refused", () => {
  const find = (...documents: readonly string[]) => messages("claim-mode-refused", ...documents);
  const many = (more: string) => claim("ReadWriteMany", more);

  it("knows the disks of the clouds by provisioner, and by the names of their classes", async () => {
    const fast = storageClass("fast", "pd.csi.storage.gke.io");
    assert.deepEqual(await find(fast, many("storageClassName: fast")), [
      "spec.accessModes[0]: the class fast makes disks for one node (pd.csi.storage.gke.io), and this claim is to be ReadWriteMany",
    ]);
    assert.equal((await find(many("storageClassName: gp3"))).length, 1);
    assert.equal(
      (
        await find(
          storageClass("ceph", "rook-ceph.rbd.csi.ceph.com"),
          many("storageClassName: ceph"),
        )
      ).length,
      1,
    );
    const set = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: "example.com/db:v1" }] } }
  volumeClaimTemplates:
    - { metadata: { name: data }, spec: { storageClassName: managed-csi, accessModes: [ReadWriteOnce, ReadWriteMany], resources: { requests: { storage: 1Gi } } } }
`;
    assert.match(
      (await find(set))[0] ?? "",
      /^spec.volumeClaimTemplates\[0\].spec.accessModes\[1\]/,
    );
  });

  it("leaves alone: shared classes, unknown ones, block devices, volumes by hand, a class of that name that is another's", async () => {
    for (const [documents, what] of [
      [[storageClass("files", "file.csi.azure.com"), many("storageClassName: files")], "shared"],
      [[many("storageClassName: team")], "unknown"],
      [[many("")], "no class"],
      [[many("storageClassName: gp3, volumeMode: Block")], "block"],
      [[many("storageClassName: gp3, volumeName: by-hand")], "by hand"],
      [[storageClass("gp3", "efs.csi.aws.com"), many("storageClassName: gp3")], "another's"],
      [[claim("ReadWriteOnce", "storageClassName: gp3")], "one node"],
    ] as const)
      assert.deepEqual(await find(...documents), [], what);
  });
});

describe("claim-does-not-fit", () => {
  const find = (...documents: readonly string[]) => messages("claim-does-not-fit", ...documents);
  const volume = (more: string) => `apiVersion: v1
kind: PersistentVolume
metadata: { name: disk }
spec: { capacity: { storage: 5Gi }, accessModes: [ReadWriteOnce], csi: { driver: a.example.com, volumeHandle: a }, ${more} }
`;
  const named = (more = "", size = "5Gi", mode = "ReadWriteOnce") =>
    claim(mode, `volumeName: disk${more && `, ${more}`}`, "data", size);

  it("finds sizes, classes and modes that differ", async () => {
    const plain = volume("storageClassName: manual");
    assert.match(
      (await find(plain, named("storageClassName: manual", "6Gi")))[0] ?? "",
      /storage\]: it asks for 6Gi, more than the 5Gi of the PersistentVolume disk/,
    );
    assert.match(
      (await find(plain, named(`storageClassName: ""`)))[0] ?? "",
      /its class "" is not the class "manual"/,
    );
    assert.match(
      (await find(plain, named("storageClassName: manual", "5Gi", "ReadWriteMany")))[0] ?? "",
      /ReadWriteMany is not among the modes ReadWriteOnce/,
    );
    assert.match(
      (await find(plain, named("storageClassName: manual, volumeMode: Block")))[0] ?? "",
      /Block is not the mode Filesystem/,
    );
  });

  it("leaves alone: what fits, a class that the default may give, a volume that is not there, one by its claim", async () => {
    assert.deepEqual(
      await find(volume("storageClassName: manual"), named("storageClassName: manual", "1Gi")),
      [],
    );
    assert.deepEqual(await find(volume("storageClassName: manual"), named("")), []);
    assert.deepEqual(await find(named("", "900Gi")), []);
    assert.deepEqual(
      await find(volume("claimRef: { name: other, namespace: shop }"), claim("ReadWriteMany")),
      [],
    );
  });
});

describe("claim-cannot-grow", () => {
  const own = rules.filter(({ id }) => id === "claim-cannot-grow");
  const find = async (before: string, ...after: readonly string[]) =>
    run(own, await worldOfText(after.join("---\n"), before)).map(({ message }) => message);
  const sized = (size: string) => claim("ReadWriteOnce", "storageClassName: fast", "data", size);

  it("finds growth that the class does not let, wherever the class is", async () => {
    const fixed = storageClass("fast", "a.example.com");
    const said = ["it grows from 1Gi to 2Gi, and the class fast does not let claims grow"];
    assert.deepEqual(await find(sized("1Gi"), fixed, sized("2Gi")), said);
    assert.deepEqual(await find([fixed, sized("1Gi")].join("---\n"), sized("2Gi")), said);
  });

  it("leaves alone: the same size, a class that lets it, one that is not known, a new claim", async () => {
    const fixed = storageClass("fast", "a.example.com");
    const open = storageClass("fast", "a.example.com", "allowVolumeExpansion: true");
    assert.deepEqual(await find(sized("1Gi"), fixed, sized("1024Mi")), []);
    assert.deepEqual(await find([fixed, sized("1Gi")].join("---\n"), open, sized("2Gi")), []);
    assert.deepEqual(await find(sized("1Gi"), sized("2Gi")), []);
    assert.deepEqual(await find("", fixed, sized("2Gi")), []);
  });
});
