import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { foundBy, workload } from "../found.ts";

const config = (name: string, data: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: { ${data} }
`;
const pod = (mounts: string, volumes: string, container = "") => `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: "example.com/web:v1", volumeMounts: [${mounts}]${container && `, ${container}`} }]
  volumes: [${volumes}]
`;
const site = config("site", "site.conf: listen, more.conf: listen");
const siteVolume = "{ name: site, configMap: { name: site } }";
const types = config("types", "mime.types: text");
const typesVolume = "{ name: types, configMap: { name: types } }";
const folder = "{ name: site, mountPath: /etc/web }";

const messages = async (id: string, ...documents: readonly string[]) =>
  (await foundBy(id, ...documents)).map(({ path, message }) => `${path}: ${message}`);

describe("nested-file-mount", () => {
  const find = (...documents: readonly string[]) => messages("nested-file-mount", ...documents);
  const file = "{ name: types, mountPath: /etc/web/mime.types, subPath: mime.types }";

  it("finds a file in the folder of a ConfigMap, a Secret or a projected volume, known or not", async () => {
    assert.deepEqual(
      await find(site, types, pod(`${folder}, ${file}`, `${siteVolume}, ${typesVolume}`)),
      [
        "spec.containers[0].volumeMounts[1].mountPath: container web mounts the file /etc/web/mime.types into /etc/web, where the volume site is mounted",
      ],
    );
    assert.equal(
      (await find(pod(`${folder}, ${file}`, `${siteVolume}, ${typesVolume}`))).length,
      1,
    );
    assert.equal(
      (
        await find(
          pod(`${file}, ${folder}`, `{ name: site, secret: { secretName: a } }, ${typesVolume}`),
        )
      ).length,
      1,
    );
    const socket = `{ name: types, hostPath: { path: /run/a.sock, type: Socket } }`;
    assert.equal(
      (
        await find(
          pod(`${folder}, { name: types, mountPath: /etc/web/a.sock }`, `${siteVolume}, ${socket}`),
        )
      ).length,
      1,
    );
  });

  it("leaves alone: folders inside, files beside, folders that can be written, a nearer mount", async () => {
    const both = `${siteVolume}, ${typesVolume}`;
    const empty = "{ name: site, emptyDir: {} }";
    for (const [mounts, volumes] of [
      [`${folder}, { name: types, mountPath: /etc/web/types }`, both],
      [`${folder}, { name: types, mountPath: /etc/web.types, subPath: mime.types }`, both],
      [`${folder}, ${file}`, `${empty}, ${typesVolume}`],
      [
        `${folder}, { name: tmp, mountPath: /etc/web/sub }, { name: types, mountPath: /etc/web/sub/mime.types, subPath: mime.types }`,
        `${both}, { name: tmp, emptyDir: {} }`,
      ],
      [
        `${folder}, { name: data, mountPath: /etc/web/data, subPath: web }`,
        `${siteVolume}, { name: data, emptyDir: {} }`,
      ],
      [`{ name: site, mountPath: /etc/web/site.conf, subPath: site.conf }, ${file}`, both],
      [
        `${folder}, { name: types, mountPath: /etc/web/conf.d, subPath: conf.d }`,
        `${siteVolume}, { name: types, configMap: { name: types, items: [{ key: mime.types, path: conf.d/mime.types }] } }`,
      ],
    ] as const)
      assert.deepEqual(await find(site, types, pod(mounts, volumes)), [], mounts);
  });
});

describe("missing-subpath", () => {
  const find = async (...documents: readonly string[]) =>
    (await foundBy("missing-subpath", ...documents)).map(
      ({ path, message, fix }) => `${path}: ${message}; ${fix}`,
    );
  const one = (subPath: string) => `{ name: site, mountPath: /etc/site.conf, subPath: ${subPath} }`;

  it("finds what is no file of the volume, and what was meant", async () => {
    assert.deepEqual(await find(site, pod(one("site.cnf"), siteVolume)), [
      `spec.containers[0].volumeMounts[0].subPath: the volume site (ConfigMap site) has no file "site.cnf"; did you mean "site.conf"?`,
    ]);
    const renamed =
      "{ name: site, configMap: { name: site, items: [{ key: site.conf, path: web.conf }] } }";
    assert.equal((await find(site, pod(one("site.conf"), renamed))).length, 1);
    const projected =
      "{ name: site, projected: { sources: [{ configMap: { name: site } }, { configMap: { name: types } }] } }";
    assert.equal((await find(site, types, pod(one("mime.typ"), projected))).length, 1);
  });

  it("leaves alone: what is there, what is not known, what may be missing, other volumes", async () => {
    for (const [mount, volume] of [
      [one("site.conf"), siteVolume],
      [one("./more.conf"), siteVolume],
      [
        one("conf.d"),
        "{ name: site, configMap: { name: site, items: [{ key: site.conf, path: conf.d/web.conf }] } }",
      ],
      [one("other"), "{ name: site, configMap: { name: elsewhere } }"],
      [one("other"), "{ name: site, configMap: { name: site, optional: true } }"],
      [one("other"), "{ name: site, secret: { secretName: elsewhere } }"],
      [one("other"), "{ name: site, emptyDir: {} }"],
      [
        one("other"),
        "{ name: site, projected: { sources: [{ configMap: { name: site } }, { secret: { name: elsewhere } }] } }",
      ],
    ] as const)
      assert.deepEqual(await find(site, pod(mount, volume)), [], `${mount} ${volume}`);
  });
});

describe("hidden-mount", () => {
  it("finds one place in two spellings; folders in each other are fine", async () => {
    const two = (path: string) =>
      messages(
        "hidden-mount",
        pod(
          `{ name: a, mountPath: /data }, { name: b, mountPath: ${path} }`,
          "{ name: a, emptyDir: {} }, { name: b, emptyDir: {} }",
        ),
      );
    assert.equal((await two("/data/")).length, 1);
    assert.equal((await two("/./data")).length, 1);
    assert.deepEqual(await two("/data/b"), []);
    assert.deepEqual(await two("/data2"), []);
  });
});

describe("unused-volume", () => {
  const find = (...documents: readonly string[]) => messages("unused-volume", ...documents);

  it("finds volumes and templates of claims that nothing mounts, once for each workload", async () => {
    const found = await find(pod("", "{ name: a, emptyDir: {} }, { name: b, emptyDir: {} }"));
    assert.deepEqual(found, ["spec.volumes[0].name: no container mounts the volumes a, b"]);
    const set = workload(
      "db",
      { app: "db" },
      {
        kind: "StatefulSet",
        spec: "volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } } }]",
      },
    );
    assert.match((await find(set))[0] ?? "", /^spec.volumeClaimTemplates\[0\].metadata.name/);
  });

  it("leaves alone: init containers' volumes, and devices", async () => {
    const init = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers: [{ name: first, image: "example.com/a:v1", volumeMounts: [{ name: a, mountPath: /a }] }]
  containers: [{ name: web, image: "example.com/web:v1", volumeDevices: [{ name: b, devicePath: /dev/b }] }]
  volumes: [{ name: a, emptyDir: {} }, { name: b, persistentVolumeClaim: { claimName: b } }]
`;
    assert.deepEqual(await find(init), []);
  });
});

describe("replicas-on-hostpath", () => {
  const find = (kind: string, hostPath: string, spec = "replicas: 2", mount = "") =>
    messages(
      "replicas-on-hostpath",
      workload(
        "web",
        { app: "web" },
        {
          kind,
          spec,
          container: `volumeMounts: [{ name: data, mountPath: /data${mount} }]`,
          pod: `volumes: [{ name: data, hostPath: { ${hostPath} } }]`,
        },
      ),
    );

  it("finds replicas that write; not daemons, one pod, readers, or what is the node's own", async () => {
    assert.equal((await find("Deployment", "path: /srv/data")).length, 1);
    assert.deepEqual(await find("DaemonSet", "path: /srv/data", ""), []);
    assert.deepEqual(await find("Deployment", "path: /srv/data", "replicas: 1"), []);
    assert.deepEqual(
      await find("Deployment", "path: /srv/data", "replicas: 2", ", readOnly: true"),
      [],
    );
    for (const own of [
      "path: /var/run/docker.sock",
      "path: /var/lib/kubelet/plugins",
      "path: /srv/a.sock, type: Socket",
    ])
      assert.deepEqual(await find("Deployment", own), [], own);
  });
});

describe("read-only-temporary", () => {
  const find = (value: string, mounts = "", volumes = "", root = "true", name = "TMPDIR") =>
    messages(
      "read-only-temporary",
      pod(
        mounts,
        volumes,
        `securityContext: { readOnlyRootFilesystem: ${root} }, env: [{ name: ${name}, value: "${value}" }]`,
      ),
    );
  const empty = "{ name: tmp, emptyDir: {} }";

  it("finds a folder without a writable mount, and does not say which", async () => {
    assert.deepEqual(await find("/scratch"), [
      "spec.containers[0].env[0].value: container web has a read-only root, and TMPDIR names a folder in which no writable volume is mounted",
    ]);
    assert.equal(
      (await find("/tmp", "{ name: tmp, mountPath: /tmp, readOnly: true }", empty)).length,
      1,
    );
    assert.equal((await find("/etc/web", folder, siteVolume)).length, 1);
  });

  it("leaves alone: mounted folders, a root that can be written, memory, other variables, unknown values", async () => {
    assert.deepEqual(await find("/tmp/a/", "{ name: tmp, mountPath: /tmp }", empty), []);
    assert.deepEqual(await find("/scratch", "", "", "false"), []);
    assert.deepEqual(await find("/dev/shm"), []);
    assert.deepEqual(await find("/scratch", "", "", "true", "HOME"), []);
    assert.deepEqual(await find("$(BASE)/tmp"), []);
  });
});

describe("database-on-emptydir", () => {
  const find = (image: string, at: string, volume: string, kind = "Deployment") =>
    messages(
      "database-on-emptydir",
      workload(
        "db",
        { app: "db" },
        {
          kind,
          image,
          container: `volumeMounts: [{ name: data, mountPath: ${at} }]`,
          pod: `volumes: [{ name: data, ${volume} }]`,
        },
      ),
    );

  it("finds the folder of the data, and no other", async () => {
    assert.equal((await find("postgres:17", "/var/lib/postgresql", "emptyDir: {}")).length, 1);
    assert.equal(
      (await find("docker.io/library/mysql:9", "/var/lib/mysql", "emptyDir: {}", "StatefulSet"))
        .length,
      1,
    );
    assert.deepEqual(await find("postgres:17", "/tmp", "emptyDir: {}"), []);
    assert.deepEqual(
      await find(
        "postgres:17",
        "/var/lib/postgresql/data",
        "persistentVolumeClaim: { claimName: a }",
      ),
      [],
    );
    assert.deepEqual(
      await find("example.com/postgres-exporter:v1", "/var/lib/postgresql/data", "emptyDir: {}"),
      [],
    );
    assert.deepEqual(await find("redis:7", "/data", "emptyDir: {}"), []);
  });
});
