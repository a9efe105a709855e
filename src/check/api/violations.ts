import { isDeepStrictEqual } from "node:util";
import {
  podOf,
  podSecurityPolicy,
  podSecurityProblems,
} from "../../kubernetes/pod-security/index.ts";
import { POD_SECURITY_PREFIX } from "../../kubernetes/pod-security/namespace-labels.ts";
import { identityOf } from "../identity.ts";
import type { FoundInObject } from "../rule.ts";
import { once, type Subject, type World } from "../world.ts";

/** What a namespace's Pod Security level forbids of an object, and what it only warns of. */
export interface Violations {
  readonly enforced: readonly FoundInObject[];
  readonly warned: readonly FoundInObject[];
}

const none: Violations = { enforced: [], warned: [] };

/** @param filled the object with its defaults */
export function violationsOf(
  world: World,
  subject: Subject,
  filled: Readonly<Record<string, unknown>>,
): Violations {
  const { namespace = "default", kind } = identityOf(subject.object);
  const labels = namespaces(world).get(namespace);
  const pod = labels && podOf(filled);
  if (!labels || !pod) return none;
  const policy = podSecurityPolicy(labels, world.minor);
  const found = (mode: "enforce" | "warn"): FoundInObject[] => {
    const { level, minor } = policy[mode];
    if (level === "privileged") return [];
    const problems = podSecurityProblems(level, minor, pod.spec, pod.metadata, pod.path);
    return problems.map(({ check, path, message, instead }) => ({
      subject,
      steps: path.steps(),
      path: path.toString(),
      part: "value",
      message: `${message} (${level}: ${check})`,
      fix: instead,
    }));
  };
  const enforced = found("enforce");
  // Of a pod that is refused the server says no more.
  if (kind === "Pod" && enforced.length > 0) return { enforced, warned: [] };
  const told = new Set(enforced.map(({ path, message }) => `${path} ${message}`));
  const warned = found("warn").filter(({ path, message }) => !told.has(`${path} ${message}`));
  return { enforced, warned };
}

/** What the namespaces of the world say of Pod Security; nothing is known of one that says it in two ways. */
const namespaces = once(({ objects }: World) => {
  const own = objects.filter(
    ({ object }) => object.apiVersion === "v1" && object.kind === "Namespace",
  );
  const byName = Map.groupBy(own, ({ object }) => identityOf(object).name);
  const sure = [...byName].flatMap(([name, [first, ...others]]) => {
    const labels = first ? labelsOf(first.object) : {};
    const isOne = others.every(({ object }) => isDeepStrictEqual(labelsOf(object), labels));
    return isOne ? [[name, labels] as const] : [];
  });
  return new Map(sure);
});

function labelsOf(object: Subject["object"]): Record<string, string> {
  const { labels } = (object.metadata ?? {}) as { readonly labels?: unknown };
  const entries = typeof labels === "object" && labels !== null ? Object.entries(labels) : [];
  return Object.fromEntries(
    entries.filter(
      ([key, value]) => key.startsWith(POD_SECURITY_PREFIX) && typeof value === "string",
    ),
  );
}
