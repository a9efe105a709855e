import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { evaluateNetworkPolicies } from "../../src/kubernetes/network-policy.ts";

/** A mistake that somebody could make in the evaluator. */
export interface Fault {
  readonly title: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const EVALUATOR = "network-policy.ts";
const RULES = "network-policy-rules.ts";
const SELECTORS = "selectors.ts";

export const faults: readonly Fault[] = [
  {
    title: "egress rules without policyTypes do not isolate egress",
    file: EVALUATOR,
    from: `? ["Ingress", "Egress"] : ["Ingress"]`,
    to: `? ["Ingress"] : ["Ingress"]`,
  },
  {
    title: "policyTypes are not looked at",
    file: EVALUATOR,
    from: "spec?.policyTypes !== undefined && spec.policyTypes.length > 0",
    to: "spec === undefined",
  },
  {
    title: "the source's side is not asked",
    file: EVALUATOR,
    from: `sideAllows("Egress", traffic.from, traffic.to, traffic) &&`,
    to: "",
  },
  {
    title: "every policy that selects the pod must allow",
    file: EVALUATOR,
    from: "selected.some((each) => permits",
    to: "selected.every((each) => permits",
  },
  {
    title: "policies of every namespace select the pod",
    file: EVALUATOR,
    from: "`${namespace}/${key}=${value}`",
    to: "`${key}=${value}${namespace.slice(0, 0)}`",
  },
  {
    title: "of a pod's labels only the first is looked up",
    file: EVALUATOR,
    from: "Object.entries(labels).map(([key, value]) => hold",
    to: "Object.entries(labels).slice(0, 1).map(([key, value]) => hold",
  },
  {
    title: "ports are those of the source",
    file: EVALUATOR,
    from: "rule.ports(to, port, protocol)",
    to: "rule.ports(traffic.from, port, protocol)",
  },
  {
    title: "a pod that is isolated does not reach itself",
    file: EVALUATOR,
    from: `"node" in other || self === other`,
    to: `"node" in other`,
  },
  {
    title: "the node is stopped",
    file: EVALUATOR,
    from: `"node" in other || self === other`,
    to: "self === other",
  },
  {
    title: "pods in the network of their node are isolated",
    file: EVALUATOR,
    from: `"labels" in end && end.hostNetwork !== true`,
    to: `"labels" in end`,
  },
  {
    title: "namespaces do not have their name as a label",
    file: EVALUATOR,
    from: `"kubernetes.io/metadata.name": name,`,
    to: "",
  },
  {
    title: "a policy without a namespace is in none",
    file: EVALUATOR,
    from: `metadata?.namespace ?? "default"`,
    to: `metadata?.namespace ?? ""`,
  },
  {
    title: "no peers: nobody",
    file: RULES,
    from: "peers === undefined || peers.length === 0",
    to: "peers === undefined",
  },
  {
    title: "no ports: none",
    file: RULES,
    from: "ports === undefined || ports.length === 0",
    to: "ports === undefined",
  },
  {
    title: "a peer with pods alone means pods of any namespace",
    file: RULES,
    from: "other.namespace === own",
    to: "true",
  },
  {
    title: "a peer with both selectors means either",
    file: RULES,
    from: "labelsOf(other.namespace))) &&",
    to: "labelsOf(other.namespace))) ||",
  },
  {
    title: "selectors of peers know pods in the network of their node",
    file: RULES,
    from: "!other.hostNetwork &&",
    to: "",
  },
  {
    title: "exceptions of a block are not taken out",
    file: RULES,
    from: "return !exceptions.some(",
    to: "return true || exceptions.some(",
  },
  {
    title: "a range ends before its last port",
    file: RULES,
    from: "number <= last",
    to: "number < last",
  },
  {
    title: "a range is its first port",
    file: RULES,
    from: "const last = endPort ?? port;",
    to: "const last = port; void endPort;",
  },
  {
    title: "a port without a number is any protocol",
    file: RULES,
    from: "(_, __, asked) => asked === protocol",
    to: "() => true",
  },
  {
    title: "numbers of ports are of any protocol",
    file: RULES,
    from: "(_, number, asked) => asked === protocol && number >= port",
    to: "(_, number) => number >= port",
  },
  {
    title: "names of ports are of any protocol",
    file: RULES,
    from: `each.name === name && (each.protocol ?? "TCP") === protocol`,
    to: "each.name === name",
  },
  {
    title: "of two ports of one name the first counts",
    file: RULES,
    from: "portsNamed(destination, port, protocol).includes(number)",
    to: "portsNamed(destination, port, protocol)[0] === number",
  },
  {
    title: "NotIn needs the label",
    file: SELECTORS,
    from: "value === undefined || !values.includes(value)",
    to: "value !== undefined && !values.includes(value)",
  },
  {
    title: "an empty value is no label",
    file: SELECTORS,
    from: `case "Exists":\n      return value !== undefined;`,
    to: `case "Exists":\n      return !!value;`,
  },
  {
    title: "of expressions the last is not looked at",
    file: SELECTORS,
    from: "(matchExpressions ?? []).map",
    to: "(matchExpressions ?? []).slice(0, 1).map",
  },
  {
    title: "what every object of JavaScript has is a label",
    file: "labels.ts",
    from: "Object.hasOwn(labels, key) ? labels[key] : undefined",
    to: "labels[key]",
  },
];

const source = join(import.meta.dirname, "../../src/kubernetes");
const needed = [
  EVALUATOR,
  RULES,
  SELECTORS,
  "network-policy-types.ts",
  "labels.ts",
  "names.ts",
  "text.ts",
  "ip.ts",
];

/** The evaluator with a fault in it. */
export async function faulty(fault: Fault): Promise<typeof evaluateNetworkPolicies> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-fault-"));
  try {
    for (const file of needed) cpSync(join(source, file), join(folder, file));
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
    const path = join(folder, fault.file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(fault.from)) throw new Error(`${fault.file} does not say: ${fault.from}`);
    writeFileSync(path, text.replace(fault.from, fault.to));
    return (await import(join(folder, EVALUATOR))).evaluateNetworkPolicies;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
