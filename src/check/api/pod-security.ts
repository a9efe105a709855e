import { withDefaults } from "../../kubernetes/defaults.ts";
import {
  podOf,
  podSecurityPolicy,
  podSecurityProblems,
} from "../../kubernetes/pod-security/index.ts";
import { identityOf } from "../identity.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { once, type Subject, type World } from "../world.ts";

export const podSecurity: Rule = {
  id: "pod-security",
  layer: "api",
  severity: "error",
  title: "pods that their namespace's Pod Security level forbids",
  why: "the server refuses the pods; a workload is taken, and then no pod of it is ever made",
  fix: "set what the level asks for, or lower the namespace's level",
  bad: `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: restricted } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  good: `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  find: (world) => violations(world).enforced,
};

/** What the levels that namespaces enforce forbid, and what they only warn of. */
export const violations = once((world) => {
  const enforced: FoundInObject[] = [];
  const warned: FoundInObject[] = [];
  const namespaces = namespacesOf(world);
  for (const subject of world.objects) {
    const { namespace = "default", kind } = identityOf(subject.object);
    const labels = namespaces.get(namespace);
    const pod = labels && podOf(withDefaults(subject.object as never));
    if (!labels || !pod) continue;
    const policy = podSecurityPolicy(labels, world.minor);
    const found = (mode: "enforce" | "warn") => {
      const { level, minor } = policy[mode];
      if (level === "privileged") return [];
      const problems = podSecurityProblems(level, minor, pod.spec, pod.metadata, pod.path);
      return problems.map(({ check, path, message, instead }) => ({
        subject,
        steps: path.steps(),
        path: path.toString(),
        part: "value" as const,
        message: `${message} (${level}: ${check})`,
        fix: instead,
      }));
    };
    const refused = found("enforce");
    enforced.push(...refused);
    const told = new Set(refused.map(({ path, message }) => `${path} ${message}`));
    // Of a pod that is refused the server says no more.
    if (kind === "Pod" && refused.length > 0) continue;
    warned.push(...found("warn").filter(({ path, message }) => !told.has(`${path} ${message}`)));
  }
  return { enforced, warned };
});

/** The labels of the namespaces that are in the world. */
function namespacesOf({ objects }: World): ReadonlyMap<string, Record<string, string>> {
  const named = objects.filter(
    ({ object }) => object.apiVersion === "v1" && object.kind === "Namespace",
  );
  return new Map(named.map(({ object }) => [identityOf(object).name, labelsOf(object)]));
}

function labelsOf(object: Subject["object"]): Record<string, string> {
  const { labels } = (object.metadata ?? {}) as { readonly labels?: unknown };
  const entries = typeof labels === "object" && labels !== null ? Object.entries(labels) : [];
  return Object.fromEntries(entries.filter(([, value]) => typeof value === "string"));
}
