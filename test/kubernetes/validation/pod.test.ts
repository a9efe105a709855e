import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate, warnings } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

const containers = [{ name: "web", image: "web:v1" }];

function pod(spec: Fields, metadata: Fields = {}): Judged {
  const meta = { name: "web", ...metadata };
  return { apiVersion: "v1", kind: "Pod", metadata: meta, spec: { containers, ...spec } } as Judged;
}

const term = (fields: Fields) => ({
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [fields] } },
});
const hostname = { topologyKey: "kubernetes.io/hostname" };

suite("a pod", () => {
  test("is fine as people write it", async () => {
    const web = pod({
      ...term({ ...hostname, labelSelector: { matchLabels: { app: "web" } } }),
      tolerations: [{ key: "dedicated", operator: "Exists" }],
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      terminationGracePeriodSeconds: 60,
    });
    assert.deepEqual(await refusals(web), []);
    assert.deepEqual(await warnings(web), []);
  });

  const mistakes: readonly (readonly [what: string, Judged, ...says: string[]])[] = [
    [
      "a restart policy in small letters",
      pod({ restartPolicy: "always" }),
      'spec.restartPolicy: "always" is none of Always, OnFailure, Never',
    ],
    [
      "a toleration without a key",
      pod({ tolerations: [{ effect: "NoSchedule" }] }),
      "spec.tolerations[0].operator: without a key all taints are meant; operator: Exists, or a key",
    ],
    [
      "anti-affinity without a topology",
      pod(term({ labelSelector: {} })),
      "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: must be given; such as kubernetes.io/hostname",
    ],
    [
      "a node selector that no label can be",
      pod({ nodeSelector: { disk: "fast ssd" } }),
      'spec.nodeSelector[disk]: "fast ssd" is not a label value: letters, digits, "-", "_" and ".", a letter or digit at both ends, or nothing; write "fast-ssd"',
    ],
    [
      "the same spread twice",
      pod({
        topologySpreadConstraints: Array.from({ length: 2 }, () => ({
          maxSkew: 1,
          topologyKey: "zone",
          whenUnsatisfiable: "DoNotSchedule",
          labelSelector: {},
        })),
      }),
      'spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: "zone, DoNotSchedule" is there twice',
    ],
    [
      "a priority by hand",
      pod({ priority: 1000 }),
      "spec.priority: 1000 is not the priority without a class, which is 0; leave it out, and give priorityClassName",
    ],
    [
      "no DNS at all",
      pod({ dnsPolicy: "None" }),
      "spec.dnsConfig: dnsPolicy: None leaves the pod without DNS; nameservers here",
    ],
    [
      "another port of the node than the container's",
      pod({
        hostNetwork: true,
        containers: [{ name: "a", image: "a", ports: [{ containerPort: 80, hostPort: 8080 }] }],
      }),
      "spec.containers[0].ports[0].hostPort: 8080 is not the containerPort, which it must be with hostNetwork; 80, or nothing",
    ],
    [
      "a local seccomp profile without its name",
      pod({ securityContext: { seccompProfile: { type: "Localhost" } } }),
      "spec.securityContext.seccompProfile.localhostProfile: the type Localhost needs the name of a profile",
    ],
    [
      "settings of Linux on Windows",
      pod({ os: { name: "windows" }, securityContext: { fsGroup: 1000 } }),
      "spec.securityContext.fsGroup: is not there on Windows",
    ],
    [
      "a pod that has less than its containers",
      pod({
        resources: { requests: { memory: "1Gi" } },
        containers: [
          { name: "a", image: "a", resources: { requests: { memory: "1Gi" } } },
          { name: "b", image: "b", resources: { requests: { memory: "512Mi" } } },
        ],
      }),
      "spec.resources.requests[memory]: 1Gi is less than what the containers request together, 1536Mi",
    ],
    [
      "an AppArmor annotation of no container",
      pod({}, { annotations: { "container.apparmor.security.beta.kubernetes.io/app": "" } }),
      'metadata.annotations[container.apparmor.security.beta.kubernetes.io/app]: there is no container "app"',
    ],
  ];
  for (const [what, object, ...says] of mistakes)
    test(`may not have ${what}`, async () => assert.deepEqual(await refusals(object), says));
});

suite("what a pod's labels stand for", () => {
  const keyed = { ...hostname, matchLabelKeys: ["app"], labelSelector: { matchLabels: {} } };
  const both = { ...keyed, labelSelector: { matchLabels: { app: "web" } } };
  const path = "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0][0]";

  test("is put into the selector, which may not have it already", async () => {
    const labels = { labels: { app: "web" } };
    assert.deepEqual(await refusals(pod(term(keyed), labels)), []);
    assert.deepEqual(await refusals(pod(term(both), labels)), [
      `${path}: "app" is in matchLabelKeys and in the labelSelector`,
    ]);
  });

  test("is not put into the selector of a template", async () => {
    const template = { metadata: { labels: { app: "web" } }, spec: { containers, ...term(both) } };
    const metadata = { name: "web" };
    const object = { apiVersion: "v1", kind: "PodTemplate", metadata, template } as Judged;
    assert.deepEqual(await refusals(object), []);
  });
});

suite("minors that differ in pods", () => {
  const differences: readonly (readonly [what: string, refusedSince: number, Judged])[] = [
    [
      "the value of a required node label is looked at",
      33,
      pod({
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: "a", operator: "In", values: ["a b"] }] },
              ],
            },
          },
        },
      }),
    ],
    ["an address may not have leading zeros", 36, pod({ hostAliases: [{ ip: "010.0.0.1" }] })],
    ["users of its own exclude hostPID", 33, pod({ hostUsers: false, hostPID: true })],
    [
      "resources of the whole pod are there",
      34,
      pod({ resources: { requests: { "example.com/gpu": "1" } } }),
    ],
    ["hostnameOverride is there", 35, pod({ hostnameOverride: "A" })],
  ];
  for (const [what, since, object] of differences)
    test(`${what} since 1.${since}`, async () => {
      // A field that is not there yet is unknown; one whose gate is off is let pass.
      const before = await refusals(object, since - 1);
      assert.deepEqual(
        before.filter((line) => !line.includes("there is no field")),
        [],
      );
      assert.notDeepEqual(await refusals(object, since), []);
    });

  test("a search of DNS may have underscores since 1.33", async () => {
    const object = pod({ dnsConfig: { searches: ["_tcp.example.com", "."] } });
    assert.equal((await refusals(object, 32)).length, 2);
    assert.deepEqual(await refusals(object, 33), []);
  });
});

suite("an existing pod", () => {
  const old = pod({ activeDeadlineSeconds: 100, tolerations: [{ key: "a", operator: "Exists" }] });
  const changed = (spec: Fields) => ({ ...old, spec: { ...(old.spec as Fields), ...spec } });

  test("may get other images, more tolerations and less time", async () => {
    const next = changed({
      containers: [{ name: "web", image: "web:v2" }],
      tolerations: [
        { key: "b", operator: "Exists" },
        { key: "a", operator: "Exists" },
      ],
      activeDeadlineSeconds: 50,
    });
    assert.deepEqual(await refusalsOfUpdate(next, old), []);
  });

  const refused: readonly (readonly [what: string, Fields, says: RegExp])[] = [
    [
      "another node selector",
      { nodeSelector: { a: "b" } },
      /^spec: nodeSelector cannot be changed/,
    ],
    ["root again", { securityContext: { runAsUser: 0 } }, /^spec: securityContext cannot/],
    ["no toleration", { tolerations: [] }, /^spec.tolerations: an existing pod keeps/],
    ["more time", { activeDeadlineSeconds: 200 }, /can only become less than it is, 100$/],
    [
      "another container",
      { containers: [...containers, { name: "b", image: "b" }] },
      /or removed$/,
    ],
    ["a gate", { schedulingGates: [{ name: "a" }] }, /^spec.schedulingGates\[0\].name: gates can/],
  ];
  for (const [what, spec, says] of refused)
    test(`may not get ${what}`, async () => {
      const [first = ""] = await refusalsOfUpdate(changed(spec), old);
      assert.match(first, says);
    });

  test("behind a gate may be narrowed to fewer nodes", async () => {
    const gated = pod({ schedulingGates: [{ name: "a" }], nodeSelector: { a: "b" } });
    const to = (nodeSelector: Fields) => pod({ schedulingGates: [{ name: "a" }], nodeSelector });
    assert.deepEqual(await refusalsOfUpdate(to({ a: "b", c: "d" }), gated), []);
    assert.deepEqual(await refusalsOfUpdate(to({ c: "d" }), gated), [
      "spec.nodeSelector: labels can be added, not changed or removed",
    ]);
  });
});

suite("the server warns of", () => {
  const warned: readonly (readonly [what: string, Judged, says: string])[] = [
    [
      "memory in thousandths of a byte",
      pod({ containers: [{ name: "a", image: "a", resources: { limits: { memory: "512m" } } }] }),
      'spec.containers[0].resources.limits[memory]: "512m" is a fraction of a byte: "m" is a thousandth; 512M or 512Mi',
    ],
    [
      "a variable that is there twice",
      pod({ containers: [{ name: "a", image: "a", env: [{ name: "A" }, { name: "A" }] }] }),
      'spec.containers[0].env[1]: "A" is there before; one of the two may be dropped',
    ],
    [
      "anti-affinity that means nobody",
      pod(term(hostname)),
      "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: without a labelSelector no pod is meant at all",
    ],
    [
      "an old label of nodes",
      pod({ nodeSelector: { "beta.kubernetes.io/os": "linux" } }),
      'spec.nodeSelector[beta.kubernetes.io/os]: nodes\' label "beta.kubernetes.io/os" is deprecated; kubernetes.io/os',
    ],
    [
      "files that overlap",
      pod({
        volumes: [
          {
            name: "v",
            configMap: { name: "c", items: ["a", "a/b"].map((path) => ({ key: path[0], path })) },
          },
        ],
      }),
      ': files of the volume "v" overlap: "a", "a/b"',
    ],
  ];
  for (const [what, object, says] of warned)
    test(what, async () => {
      assert.deepEqual(await refusals(object), []);
      assert.equal((await warnings(object))[0], says);
    });
});
