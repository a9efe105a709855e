/**
 * Asks a running server whether mutated pods fit the Pod Security Standards, in namespaces that
 * enforce each level in each version of the policy, and prints where Slipway says otherwise: the
 * verdict, or which checks fail. Of templates the server only warns; they are compared by that.
 *
 *     SLIPWAY_KUBECONFIG=… node test/agreement/pod-security.ts --count 300 --seed 7
 */
import { parseArgs } from "node:util";
import { withDefaults } from "../../src/kubernetes/defaults.ts";
import { podSecurityProblems } from "../../src/kubernetes/pod-security/index.ts";
import { podOf } from "../../src/kubernetes/pod-security/pod-of.ts";
import { schemaOf } from "../../src/kubernetes/schema.ts";
import { Complaints } from "../../src/kubernetes/validation/complaints.ts";
import { decode } from "../../src/kubernetes/validation/decode.ts";
import { FieldPath } from "../../src/kubernetes/validation/field-path.ts";
import { type ControlPlane, startControlPlane } from "../control-plane/control-plane.ts";
import { inParallel } from "../control-plane/verdicts.ts";
import { mutated, mutationsOf, seenIn } from "./mutations.ts";
import { type Given, richObjects } from "./objects.ts";
import { Random } from "./random.ts";
import { ask } from "./server.ts";

/** What the server calls each check when it fails. */
const reasons: Readonly<Record<string, readonly string[]>> = {
  "allowPrivilegeEscalation != false": ["allowPrivilegeEscalation"],
  "forbidden AppArmor profile": ["appArmorProfile"],
  "forbidden AppArmor profiles": ["appArmorProfile"],
  "non-default capabilities": ["capabilities_baseline"],
  "unrestricted capabilities": ["capabilities_restricted"],
  "host namespaces": ["hostNamespaces"],
  "hostPath volumes": ["hostPathVolumes"],
  hostPort: ["hostPorts"],
  "probe or lifecycle host": ["hostProbesAndHostLifecycle"],
  privileged: ["privileged"],
  procMount: ["procMount", "procMount_restricted"],
  "restricted volume types": ["restrictedVolumes"],
  "runAsNonRoot != true": ["runAsNonRoot"],
  "runAsUser=0": ["runAsUser"],
  seLinuxOptions: ["seLinuxOptions"],
  seccompProfile: ["seccompProfile_baseline", "seccompProfile_restricted"],
  "forbidden sysctls": ["sysctls"],
  hostProcess: ["windowsHostProcess"],
};

/** Versions around which the policy changed. */
const minors = [0, 7, 8, 18, 19, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36];
const levels = ["baseline", "restricted"] as const;

interface Demand {
  readonly namespace: string;
  readonly level: (typeof levels)[number];
  readonly minor: number;
}

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "400" },
  },
});

async function prepare(plane: ControlPlane, mode: "enforce" | "warn"): Promise<Demand[]> {
  const demands = levels.flatMap((level) =>
    minors.map((minor) => ({ namespace: `pod-security-${mode}-${level}-${minor}`, level, minor })),
  );
  await inParallel(4, demands, ({ namespace, level, minor }) => {
    const prefix = `pod-security.kubernetes.io/${mode}`;
    const labels = { [prefix]: level, [`${prefix}-version`]: `v1.${minor}` };
    const metadata = { name: namespace, labels };
    const body = { apiVersion: "v1", kind: "Namespace", metadata };
    return plane.request("POST", "/api/v1/namespaces", body);
  });
  return demands;
}

/** The names of the checks that failed; undefined where the server refused for another reason. */
function failedOf(said: Awaited<ReturnType<typeof ask>>): Set<string> | undefined {
  const messages = [said.message ?? "", ...(said.warnings ?? [])];
  const text = messages.find((message) => message.includes("violate")) ?? "";
  const [, list] = /violates? PodSecurity "[^"]*": (.*)$/s.exec(text) ?? [];
  if (list === undefined) return said.status < 300 ? new Set() : undefined;
  const found = Object.keys(reasons).filter((reason) =>
    new RegExp(`(?:^|, )${reason.replace(/[.*+?^$()|[\]\\]/g, "\\$&")}(?: \\(|, |$)`).test(list),
  );
  return new Set(found.flatMap((reason) => reasons[reason] as string[]));
}

/** The names of the checks that fail by our rules. */
function ownOf(object: Given, { level, minor }: Demand): Set<string> | undefined {
  const schema = schemaOf(object.apiVersion, object.kind);
  if (!schema) return undefined;
  const to = new Complaints(36);
  const read = decode(object, schema, FieldPath.root, to) as Given;
  if (to.errors.length > 0) return undefined;
  const pod = podOf(withDefaults(read));
  if (!pod) return undefined;
  const problems = podSecurityProblems(level, minor, pod.spec, pod.metadata, pod.path);
  return new Set(problems.map(({ check }) => check));
}

const plane = await startControlPlane({ level: "verdicts" });
const enforced = await prepare(plane, "enforce");
const warned = await prepare(plane, "warn");
const rich = richObjects();
const seen = seenIn(rich);
const random = new Random(Number(values.seed));
const kinds = ["Pod", "PodTemplate", "Deployment", "CronJob", "ReplicationController"];
const bases = rich.filter(({ kind }) => kinds.includes(kind));
const changed = bases.flatMap((object) => {
  // What the standards look at lies in these fields; half of the changes are there.
  const all = mutationsOf(object, seen, random);
  const near = all.filter(({ what }) => /ecurity|host|volumes|robe|ifecycle|os\b/.test(what));
  return [...near, ...random.some(all, near.length)].map((change) => mutated(object, [change]));
});
const objects = [...bases, ...random.some(changed, Number(values.count))];
const cases = objects.map((object) => {
  const isPod = object.kind === "Pod";
  return { object, demand: random.pick(isPod ? enforced : warned) };
});
const said = await inParallel(8, cases, ({ object, demand }) =>
  ask(plane, object, demand.namespace),
);
const count = { asked: 0, skipped: 0, refused: 0, verdict: 0, checks: 0 };
for (const [index, { object, demand }] of cases.entries()) {
  const theirs = failedOf(said[index]!);
  const ours = ownOf(object, demand);
  if (!theirs || !ours) {
    count.skipped++;
    continue;
  }
  count.asked++;
  if (theirs.size > 0) count.refused++;
  const verdict = theirs.size > 0 !== ours.size > 0;
  // Where two checks have one reason, one of them must be ours.
  const missed = [...theirs].filter(
    (id) =>
      !ours.has(id) &&
      !Object.values(reasons).some(
        (ids) => ids.length > 1 && ids.includes(id) && ids.some((other) => ours.has(other)),
      ),
  );
  const extra = [...ours].filter((id) => !theirs.has(id));
  if (verdict) count.verdict++;
  if (missed.length + extra.length > 0) count.checks++;
  if (!verdict && missed.length + extra.length === 0) continue;
  console.log(`\n${object.kind} in ${demand.namespace}${verdict ? "  VERDICT" : ""}`);
  console.log(
    `  server ${said[index]!.message ?? said[index]!.warnings?.join(" | ") ?? "takes it"}`,
  );
  console.log(`  missed ${missed.join(", ") || "-"}; extra ${extra.join(", ") || "-"}`);
}
console.log(`\n${JSON.stringify(count)}`);
await plane.stop();
process.exitCode = count.verdict + count.checks > 0 ? 1 : 0;
