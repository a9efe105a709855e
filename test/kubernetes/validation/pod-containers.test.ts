import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

function pod(spec: Fields): Judged {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "web" }, spec } as Judged;
}

/** A pod of one container with some fields more. */
function container(fields: Fields, spec: Fields = {}): Judged {
  return pod({ ...spec, containers: [{ name: "web", image: "web:v1", ...fields }] });
}

suite("the containers of a pod", () => {
  test("are fine as people write them", async () => {
    const web = container(
      {
        ports: [{ name: "http", containerPort: 8080 }],
        env: [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "web", key: "password" } } }],
        resources: { requests: { cpu: "100m" }, limits: { memory: "64Mi" } },
        readinessProbe: { httpGet: { port: "http", path: "/ready" } },
        volumeMounts: [{ name: "data", mountPath: "/data" }],
      },
      { volumes: [{ name: "data", emptyDir: {} }] },
    );
    assert.deepEqual(await refusals(web), []);
  });

  const mistakes: readonly (readonly [what: string, Judged, says: string])[] = [
    [
      "a name with capitals",
      pod({ containers: [{ name: "Web_1", image: "a" }] }),
      'spec.containers[0].name: "Web_1" is not a name: lower-case letters, digits and "-", a letter or digit at both ends; write "web-1"',
    ],
    [
      "two of one name",
      pod({
        initContainers: [{ name: "a", image: "a" }],
        containers: [{ name: "a", image: "a" }],
      }),
      'spec.initContainers[0].name: "a" is there twice',
    ],
    ["no image", container({ image: "" }), "spec.containers[0].image: must be given"],
    [
      "a protocol in small letters",
      container({ ports: [{ containerPort: 53, protocol: "udp" }] }),
      'spec.containers[0].ports[0].protocol: "udp" is not a protocol of a port: write "UDP"',
    ],
    [
      "a mount of a volume that is not there",
      container(
        { volumeMounts: [{ name: "dta", mountPath: "/data" }] },
        { volumes: [{ name: "data", emptyDir: {} }] },
      ),
      'spec.containers[0].volumeMounts[0].name: there is no volume "dta" here; did you mean "data"?',
    ],
    [
      "a sub-path that leads out of the volume",
      container(
        { volumeMounts: [{ name: "data", mountPath: "/data", subPath: "/etc" }] },
        { volumes: [{ name: "data", emptyDir: {} }] },
      ),
      'spec.containers[0].volumeMounts.subPath: the mount "data": "/etc" is absolute: write a relative path, such as "etc"',
    ],
    [
      "more requested than allowed",
      container({ resources: { requests: { memory: "1Gi" }, limits: { memory: "512Mi" } } }),
      "spec.containers[0].resources.requests[memory]: the request of memory, 1Gi, is above its limit of 512Mi",
    ],
    [
      "an unknown resource",
      container({ resources: { requests: { gpu: 1 } } }),
      'spec.containers[0].resources.requests[gpu]: "gpu" is not a resource of a container: write cpu, memory, ephemeral-storage, or a device\'s name such as "example.com/gpu"',
    ],
    [
      "a probe that says nothing",
      container({ livenessProbe: { periodSeconds: 5 } }),
      "spec.containers[0].livenessProbe: does not say what to do; one of exec, httpGet, tcpSocket, grpc",
    ],
    [
      "a liveness probe that must succeed twice",
      container({ livenessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 } }),
      "spec.containers[0].livenessProbe.successThreshold: 2 is not 1, which it must be",
    ],
    [
      "a hook that outlives the pod",
      container({ lifecycle: { preStop: { sleep: { seconds: 31 } } } }),
      "spec.containers[0].lifecycle.preStop.sleep: 31 seconds are not possible: write a number from 0 to the 30 that the pod has to end",
    ],
    [
      "a probe of an init container",
      pod({
        initContainers: [{ name: "proxy", image: "a", readinessProbe: { grpc: { port: 80 } } }],
        containers: [{ name: "a", image: "a" }],
      }),
      'spec.initContainers[0].readinessProbe: the init container "proxy" runs to its end; give restartPolicy: Always if it is to be a sidecar',
    ],
    [
      "privileges that are forbidden and given",
      container({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
      "spec.containers[0].securityContext: allowPrivilegeEscalation: false is not possible with privileged: true",
    ],
  ];
  for (const [what, object, says] of mistakes)
    test(`are told of ${what}`, async () => assert.deepEqual(await refusals(object), [says]));

  test("never show the value of a variable", async () => {
    const valueFrom = { fieldRef: { fieldPath: "metadata.name" } };
    const said = await refusals(container({ env: [{ name: "A", value: "s3cret", valueFrom }] }));
    assert.deepEqual(said, [
      "spec.containers[0].env[0].valueFrom: a variable has a value or a valueFrom, not both",
    ]);
  });
});

suite("the containers of a pod, by minor", () => {
  const init = (fields: Fields) =>
    pod({
      initContainers: [{ name: "init", image: "a", ...fields }],
      containers: [{ name: "web", image: "a" }],
    });
  const rule = { action: "RestartAllContainers", exitCodes: { operator: "In", values: [1] } };
  const rules: readonly (readonly [what: string, since: number, Judged])[] = [
    ["names of variables with spaces", 32, container({ env: [{ name: "a b" }] })],
    ["hooks that sleep no time", 33, container({ lifecycle: { preStop: { sleep: {} } } })],
    [
      "rules that restart the whole pod",
      36,
      container({ restartPolicy: "Never", restartPolicyRules: [rule] }),
    ],
    ["rules of sidecars", 36, init({ restartPolicy: "Always", restartPolicyRules: [rule] })],
  ];
  for (const [what, since, object] of rules)
    test(`may have ${what} since 1.${since}`, async () => {
      assert.notDeepEqual(await refusals(object, since - 1), []);
      assert.deepEqual(await refusals(object, since), []);
    });

  test("may have a restart policy of their own since 1.35; 1.34 ignores it", async () => {
    const own = container({ restartPolicy: "OnFailure" });
    const path = "spec.containers[0].restartPolicy";
    assert.deepEqual(await refusals(own, 33), [
      `${path}: only init containers may have one of their own`,
    ]);
    for (const minor of [34, 35, 36]) assert.deepEqual(await refusals(own, minor), []);
  });

  test("of an init container may not restart to be resized since 1.36", async () => {
    const resizePolicy = [{ resourceName: "cpu", restartPolicy: "RestartContainer" }];
    assert.deepEqual(await refusals(init({ resizePolicy }), 35), []);
    assert.deepEqual(await refusals(init({ resizePolicy, restartPolicy: "Always" })), []);
    assert.deepEqual(await refusals(init({ resizePolicy })), [
      "spec.initContainers[0].resizePolicy[0].restartPolicy: only containers that keep running may be restarted; NotRequired",
    ]);
  });
});
