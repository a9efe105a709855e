import { quote } from "../text.ts";

export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

/** What is asked of a pod. */
export interface PodSecurityDemand {
  readonly level: PodSecurityLevel;
  /** The minor of the policy's version; of the server itself where it is "latest" or later. */
  readonly minor: number;
}

/** What a namespace asks of its pods. */
export interface PodSecurityPolicy {
  /** Pods that do not fit are refused. */
  readonly enforce: PodSecurityDemand;
  /** Pods that do not fit, and workloads that would make such pods, are warned of. */
  readonly warn: PodSecurityDemand;
  /** The same, written into the audit log. */
  readonly audit: PodSecurityDemand;
}

/** A label that the server refuses on a namespace. */
export interface LabelProblem {
  readonly label: string;
  readonly message: string;
}

export const POD_SECURITY_PREFIX = "pod-security.kubernetes.io/";

const LEVELS: readonly string[] = ["privileged", "baseline", "restricted"];
const VERSION = /^v1\.(0|[1-9][0-9]*)$/;

type Labels = Readonly<Record<string, string | undefined>>;

/**
 * The policy that the labels of a namespace say. Labels that cannot be read count as the strictest
 * for `enforce` and as nothing for the others.
 *
 * @param serverMinor the minor of Kubernetes 1 of the server
 * @see k8s.io/pod-security-admission/api/helpers.go PolicyToEvaluate
 */
export function podSecurityPolicy(labels: Labels, serverMinor: number): PodSecurityPolicy {
  const levelOf = (mode: string, otherwise: PodSecurityLevel): PodSecurityLevel => {
    const level = labels[POD_SECURITY_PREFIX + mode];
    if (level === undefined) return "privileged";
    return LEVELS.includes(level) ? (level as PodSecurityLevel) : otherwise;
  };
  const minorOf = (mode: string): number => {
    const [, minor] = VERSION.exec(labels[`${POD_SECURITY_PREFIX}${mode}-version`] ?? "") ?? [];
    return minor === undefined ? serverMinor : Math.min(Number(minor), serverMinor);
  };
  const enforce = { level: levelOf("enforce", "restricted"), minor: minorOf("enforce") };
  const audit = { level: levelOf("audit", "privileged"), minor: minorOf("audit") };
  const warn = { level: levelOf("warn", "privileged"), minor: minorOf("warn") };
  if (labels[`${POD_SECURITY_PREFIX}warn`] !== undefined) return { enforce, audit, warn };
  // What is enforced is warned of too, in workloads; not where the label was not understood.
  if (!LEVELS.includes(labels[`${POD_SECURITY_PREFIX}enforce`] ?? ""))
    return { enforce, audit, warn };
  const hasVersion = labels[`${POD_SECURITY_PREFIX}warn-version`] !== undefined;
  const minor = hasVersion ? warn.minor : enforce.minor;
  return { enforce, audit, warn: { level: enforce.level, minor } };
}

/** The labels that make the server refuse a namespace. */
export function podSecurityLabelProblems(labels: Labels): LabelProblem[] {
  const problems: LabelProblem[] = [];
  for (const mode of ["enforce", "audit", "warn"]) {
    const label = POD_SECURITY_PREFIX + mode;
    const level = labels[label];
    if (level !== undefined && !LEVELS.includes(level))
      problems.push({ label, message: `${quote(level)} is none of ${LEVELS.join(", ")}` });
    const version = labels[`${label}-version`];
    if (version !== undefined && version !== "latest" && !VERSION.test(version))
      problems.push({
        label: `${label}-version`,
        message: `${quote(version)} is neither "latest" nor a version such as "v1.36"`,
      });
  }
  return problems;
}
