import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dataOutsideVolume } from "../../../src/check/programs/data-outside-volume.ts";
import { missingSetting } from "../../../src/check/programs/missing-setting.ts";
import { unheardPort } from "../../../src/check/programs/unheard-port.ts";
import { unwritablePath } from "../../../src/check/programs/unwritable-path.ts";
import type { Rule } from "../../../src/check/rule.ts";
import { run } from "../../../src/check/run.ts";
import type { ProgramEntry } from "../../../src/program-entry.ts";
import { worldOfText } from "../read.ts";
import { deployment, service } from "./found.ts";

const backend: ProgramEntry = {
  name: "the backend",
  images: ["shop/backend"],
  versions: "all",
  source: "backend/Dockerfile",
  executables: ["shopd"],
  entrypoints: ["entrypoint.sh"],
  user: { id: 1000 },
  ports: [{ port: 8000, args: ["--port"], env: ["PORT"] }],
  writes: [
    { path: "/var/spool/shop", what: "uploads", users: [1000], unless: ["SPOOL"] },
    { path: "/tmp", what: "temporary files", users: "any" },
  ],
  demands: [{ anyOf: ["SECRET_KEY"], says: "SECRET_KEY must be set" }],
  data: { path: "/data", unless: ["DATA"] },
};

async function told(rule: Rule, text: string, programs: readonly ProgramEntry[] = [backend]) {
  const world = { ...(await worldOfText(text)), programs };
  return run([rule], world).map(({ message }) => message);
}

const image = "image: ghcr.io/shop/backend:v3";
const key = "env: [{ name: SECRET_KEY, valueFrom: { secretKeyRef: { name: web, key: key } } }]";

describe("what a person knows of an image of their own", () => {
  test("it cannot write under a read-only root", async () => {
    const web = deployment(`${image}, securityContext: { readOnlyRootFilesystem: true }`);
    assert.deepEqual(await told(unwritablePath, web), [
      "the backend in web cannot write to /var/spool/shop (uploads) and /tmp (temporary files): its root file system is read-only",
    ]);
  });

  test("it cannot write as another user than its image has", async () => {
    const web = deployment(`${image}, securityContext: { runAsUser: 2000 }`);
    assert.deepEqual(await told(unwritablePath, web), [
      "the backend in web cannot write to /var/spool/shop (uploads): the image lets nobody but 1000 write there, and it runs as 2000",
    ]);
  });

  test("it is asked on a port on which it does not listen", async () => {
    const web = deployment(
      `${image}, ports: [{ containerPort: 8080 }], readinessProbe: { tcpSocket: { port: 8080 } }`,
    );
    assert.deepEqual(await told(unheardPort, web), [
      "the backend listens on 8000 (its default), not on 8080; the readiness probe of web asks that",
    ]);
    const behind = `${deployment(image)}---\n${service("web", "[{ port: 80, targetPort: 80 }]")}`;
    assert.equal((await told(unheardPort, behind)).length, 1);
  });

  test("it lacks what it cannot start without", async () => {
    assert.deepEqual(await told(missingSetting, deployment(image)), [
      'the backend in web has no SECRET_KEY: it ends with "SECRET_KEY must be set"',
    ]);
  });

  test("its data lies outside of a volume", async () => {
    const volumes = "volumes: [{ name: data, persistentVolumeClaim: { claimName: web } }]";
    const web = deployment(`${image}, volumeMounts: [{ name: data, mountPath: /var/lib/data }]`, {
      pod: volumes,
    });
    assert.equal((await told(dataOutsideVolume, web)).length, 1);
  });

  test("it is known by its executable, whatever the image", async () => {
    const web = deployment("image: example.org/other:v1, command: [/opt/shopd, --port, '9000']");
    const behind = `${web}---\n${service("web", "[{ port: 8000 }]")}`;
    assert.deepEqual(await told(unheardPort, behind), [
      "the backend listens on 9000 (--port), not on 8000; Service web asks that",
    ]);
  });

  test("it stands before what Slipway knows of the same image", async () => {
    const own: ProgramEntry = {
      ...backend,
      images: ["library/nginx"],
      entrypoints: [],
      writes: [],
    };
    const web = deployment(
      "image: nginx:1.29, readinessProbe: { tcpSocket: { port: 80 } }, securityContext: { readOnlyRootFilesystem: true }",
    );
    assert.equal((await told(unwritablePath, web, [])).length, 1);
    assert.equal((await told(unwritablePath, web, [own])).length, 0);
    assert.equal((await told(unheardPort, web, [])).length, 0);
    assert.equal((await told(unheardPort, web, [own])).length, 1);
  });
});

describe("what looks like it, and is fine", () => {
  const fine: readonly (readonly [title: string, rule: Rule, text: string])[] = [
    [
      "an image whose name only ends so",
      unwritablePath,
      deployment(
        "image: ghcr.io/shop/other-backend:v3, securityContext: { readOnlyRootFilesystem: true }",
      ),
    ],
    [
      "the image of another team",
      unheardPort,
      deployment("image: ghcr.io/game/backend:v3, readinessProbe: { tcpSocket: { port: 8080 } }"),
    ],
    [
      "folders that are mounted",
      unwritablePath,
      deployment(
        `${image}, securityContext: { readOnlyRootFilesystem: true }, volumeMounts: [{ name: s, mountPath: /var/spool }, { name: t, mountPath: /tmp }]`,
        { pod: "volumes: [{ name: s, emptyDir: {} }, { name: t, emptyDir: {} }]" },
      ),
    ],
    [
      "the user of the image",
      unwritablePath,
      deployment(`${image}, securityContext: { runAsUser: 1000 }`),
    ],
    [
      "a folder moved by a variable, and one that all may write",
      unwritablePath,
      deployment(
        `${image}, env: [{ name: SPOOL, value: /x }], securityContext: { runAsUser: 2000 }`,
      ),
    ],
    [
      "the port that a variable sets",
      unheardPort,
      deployment(
        `${image}, env: [{ name: PORT, value: "8080" }], readinessProbe: { tcpSocket: { port: 8080 } }`,
      ),
    ],
    [
      "a port that comes out of a Secret",
      unheardPort,
      deployment(
        `${image}, envFrom: [{ secretRef: { name: web } }], readinessProbe: { tcpSocket: { port: 8080 } }`,
      ),
    ],
    [
      "another program in the image",
      unheardPort,
      deployment(
        `${image}, command: [python, -m, http.server], readinessProbe: { tcpSocket: { port: 8080 } }`,
      ),
    ],
    ["a variable that is set", missingSetting, deployment(`${image}, ${key}`)],
  ];
  for (const [title, rule, text] of fine)
    test(title, async () => assert.deepEqual(await told(rule, text), []));
});
