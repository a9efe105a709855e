import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  podSecurityPolicy,
  podSecurityProblems,
} from "../../../src/kubernetes/pod-security/index.ts";
import { podSecurityLabelProblems } from "../../../src/kubernetes/pod-security/namespace-labels.ts";
import { podOf } from "../../../src/kubernetes/pod-security/pod-of.ts";

type Fields = Record<string, unknown>;

const own = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };

/** A pod that fits the restricted standard, with some fields more. */
function pod(spec: Fields = {}, context: Fields = {}, ofPod: Fields = {}): Fields {
  return {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" }, ...ofPod },
    containers: [{ name: "web", image: "web", securityContext: { ...own, ...context } }],
    ...spec,
  };
}

function failed(spec: Fields, level: "baseline" | "restricted", minor = 36, metadata: Fields = {}) {
  const problems = podSecurityProblems(level, minor, spec, metadata);
  return problems.map(({ check, path }) => `${check} ${path}`);
}

const container = "spec.containers[0]";
const context = `${container}.securityContext`;

/** What each check finds, and at which level. */
const violations: readonly (readonly [level: "baseline" | "restricted", says: string, Fields])[] = [
  ["baseline", "hostNamespaces spec.hostNetwork", pod({ hostNetwork: true })],
  ["baseline", "hostNamespaces spec.hostPID", pod({ hostPID: true })],
  ["baseline", `privileged ${context}.privileged`, pod({}, { privileged: true })],
  ["baseline", `procMount ${context}.procMount`, pod({}, { procMount: "Unmasked" })],
  [
    "baseline",
    `windowsHostProcess ${context}.windowsOptions.hostProcess`,
    pod({}, { windowsOptions: { hostProcess: true } }),
  ],
  [
    "baseline",
    `seLinuxOptions ${context}.seLinuxOptions.type`,
    pod({}, { seLinuxOptions: { type: "spc_t" } }),
  ],
  [
    "baseline",
    "seLinuxOptions spec.securityContext.seLinuxOptions.user",
    pod({}, {}, { seLinuxOptions: { user: "u" } }),
  ],
  [
    "baseline",
    "sysctls spec.securityContext.sysctls[0].name",
    pod({}, {}, { sysctls: [{ name: "kernel.msgmax", value: "1" }] }),
  ],
  [
    "baseline",
    `appArmorProfile ${context}.appArmorProfile.type`,
    pod({}, { appArmorProfile: { type: "Unconfined" } }),
  ],
  ["restricted", `runAsNonRoot ${context}.runAsNonRoot`, pod({}, { runAsNonRoot: false })],
  [
    "restricted",
    "runAsNonRoot spec.securityContext.runAsNonRoot",
    pod({}, {}, { runAsNonRoot: undefined }),
  ],
  ["restricted", "runAsUser spec.securityContext.runAsUser", pod({}, {}, { runAsUser: 0 })],
  [
    "restricted",
    `allowPrivilegeEscalation ${context}.allowPrivilegeEscalation`,
    pod({}, { allowPrivilegeEscalation: true }),
  ],
  [
    "restricted",
    `capabilities_restricted ${context}.capabilities.drop`,
    pod({}, { capabilities: { drop: ["NET_RAW"] } }),
  ],
  [
    "restricted",
    "seccompProfile_restricted spec.securityContext.seccompProfile.type",
    pod({}, {}, { seccompProfile: undefined }),
  ],
  [
    "restricted",
    "restrictedVolumes spec.volumes[0].nfs",
    pod({ volumes: [{ name: "v", nfs: { server: "s", path: "/" } }] }),
  ],
];

suite("Pod Security Standards", () => {
  test("a pod that fits has no problem, of any version", () => {
    for (let minor = 0; minor <= 36; minor++)
      assert.deepEqual(failed(pod(), "restricted", minor), []);
  });

  for (const [level, says, spec] of violations)
    test(`${level}: ${says}`, () => {
      const found = failed(spec, "restricted").map((line) => line.replace("_restricted", ""));
      assert.deepEqual(found, [says.replace("_restricted", "")]);
      assert.deepEqual(failed(spec, "baseline"), level === "baseline" ? [says] : []);
    });

  test("checks of the stricter level stand in place of those of the other", () => {
    const hostPath = pod({ volumes: [{ name: "v", hostPath: { path: "/" } }] });
    assert.deepEqual(failed(hostPath, "baseline"), ["hostPathVolumes spec.volumes[0].hostPath"]);
    assert.deepEqual(failed(hostPath, "restricted"), [
      "restrictedVolumes spec.volumes[0].hostPath",
    ]);
    const chown = pod({}, { capabilities: { drop: ["ALL"], add: ["CHOWN", "NET_RAW"] } });
    const add = `${context}.capabilities.add`;
    assert.deepEqual(failed(chown, "baseline"), [`capabilities_baseline ${add}[1]`]);
    assert.deepEqual(failed(chown, "restricted"), [
      `capabilities_restricted ${add}[0]`,
      `capabilities_restricted ${add}[1]`,
    ]);
    const unconfined = pod({}, { seccompProfile: { type: "Unconfined" } });
    const type = `${context}.seccompProfile.type`;
    assert.deepEqual(failed(unconfined, "baseline"), [`seccompProfile_baseline ${type}`]);
    assert.deepEqual(failed(unconfined, "restricted"), [`seccompProfile_restricted ${type}`]);
  });

  test("containers of every sort are looked at", () => {
    const bad = { name: "x", image: "x", ports: [{ containerPort: 80, hostPort: 80 }] };
    const spec = { initContainers: [bad], containers: [bad], ephemeralContainers: [bad] };
    assert.deepEqual(failed(spec, "baseline"), [
      "hostPorts spec.initContainers[0].ports[0].hostPort",
      "hostPorts spec.containers[0].ports[0].hostPort",
      "hostPorts spec.ephemeralContainers[0].ports[0].hostPort",
    ]);
  });

  test("old annotations count where they did", () => {
    const key = "seccomp.security.alpha.kubernetes.io/pod";
    const metadata = { annotations: { [key]: "unconfined" } };
    const says = [`seccompProfile_baseline metadata.annotations[${key}]`];
    assert.deepEqual(failed(pod(), "baseline", 18, metadata), says);
    assert.deepEqual(failed(pod(), "baseline", 19, metadata), []);
    const armor = "container.apparmor.security.beta.kubernetes.io/web";
    const off = { annotations: { [armor]: "unconfined" } };
    assert.deepEqual(failed(pod(), "baseline", 36, off), [
      `appArmorProfile metadata.annotations[${armor}]`,
    ]);
  });

  const since: readonly (readonly [what: string, minor: number, stricter: boolean, Fields])[] = [
    ["allowPrivilegeEscalation is looked at", 8, true, pod({}, { allowPrivilegeEscalation: true })],
    ["capabilities must be dropped", 22, true, pod({}, { capabilities: {} })],
    ["runAsUser: 0 is refused", 23, true, pod({}, {}, { runAsUser: 0 })],
    [
      "tcp_rmem is a safe sysctl",
      32,
      false,
      pod({}, {}, { sysctls: [{ name: "net.ipv4.tcp_rmem", value: "1" }] }),
    ],
    [
      "container_engine_t is a type of containers",
      31,
      false,
      pod({}, { seLinuxOptions: { type: "container_engine_t" } }),
    ],
    [
      "root is nobody where hostUsers is false",
      35,
      false,
      pod({ hostUsers: false }, {}, { runAsUser: 0 }),
    ],
    [
      "probes may not name hosts",
      34,
      true,
      pod({
        containers: [
          {
            name: "web",
            securityContext: own,
            livenessProbe: { httpGet: { host: "example.com", port: 80 } },
          },
        ],
      }),
    ],
    [
      "Windows is let off what it does not have",
      25,
      false,
      {
        os: { name: "windows" },
        securityContext: { runAsNonRoot: true },
        containers: [{ name: "web" }],
      },
    ],
  ];
  for (const [what, minor, stricter, spec] of since)
    test(`${what} since v1.${minor}`, () => {
      const [before, after] = [minor - 1, minor].map(
        (each) => failed(spec, "restricted", each).length > 0,
      );
      assert.deepEqual([before, after], stricter ? [false, true] : [true, false]);
    });

  test("a message says what to write instead", () => {
    const [problem] = podSecurityProblems(
      "restricted",
      36,
      pod({}, {}, { runAsNonRoot: undefined }),
      {},
    );
    assert.equal(problem?.message, '"web" could run as root');
    assert.equal(problem?.instead, "true");
  });
});

suite("labels of a namespace", () => {
  const label = (mode: string) => `pod-security.kubernetes.io/${mode}`;
  const privileged = { level: "privileged", minor: 36 };

  test("none ask nothing", () => {
    const policy = podSecurityPolicy({ app: "web" }, 36);
    assert.deepEqual(policy, { enforce: privileged, audit: privileged, warn: privileged });
  });

  test("what is enforced is warned of, too, unless warn says otherwise", () => {
    const labels = { [label("enforce")]: "baseline", [label("enforce-version")]: "v1.30" };
    const baseline = { level: "baseline", minor: 30 };
    assert.deepEqual(podSecurityPolicy(labels, 36), {
      enforce: baseline,
      audit: privileged,
      warn: baseline,
    });
    const { warn } = podSecurityPolicy({ ...labels, [label("warn")]: "privileged" }, 36);
    assert.deepEqual(warn, privileged);
  });

  test("a version is never later than the server", () => {
    const labels = { [label("warn")]: "restricted", [label("warn-version")]: "v1.99" };
    assert.deepEqual(podSecurityPolicy(labels, 33).warn, { level: "restricted", minor: 33 });
  });

  test("what cannot be read is enforced as the strictest, and the namespace refused", () => {
    const labels = { [label("enforce")]: "strict", [label("audit-version")]: "1.36" };
    assert.deepEqual(podSecurityPolicy(labels, 36).enforce, { level: "restricted", minor: 36 });
    assert.deepEqual(podSecurityPolicy(labels, 36).warn, privileged);
    assert.deepEqual(
      podSecurityLabelProblems(labels).map(({ label: name, message }) => `${name}: ${message}`),
      [
        'pod-security.kubernetes.io/enforce: "strict" is none of privileged, baseline, restricted',
        'pod-security.kubernetes.io/audit-version: "1.36" is neither "latest" nor a version such as "v1.36"',
      ],
    );
  });
});

test("workloads are looked at through their templates", () => {
  const template = { spec: { hostPID: true, containers: [] } };
  const found = podOf({ kind: "CronJob", spec: { jobTemplate: { spec: { template } } } });
  assert.ok(found && !found.isPod);
  const [problem] = podSecurityProblems("baseline", 36, found.spec, found.metadata, found.path);
  assert.equal(String(problem?.path), "spec.jobTemplate.spec.template.spec.hostPID");
  assert.equal(podOf({ kind: "Service", spec: {} }), undefined);
});
