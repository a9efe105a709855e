import type { Finding } from "./finding.ts";
import type { Rule } from "./rule.ts";

/** Something that a platform's team may rely on, told for each of its parts. */
export interface Promised {
  /** Completes "backend: …". */
  readonly title: string;
  /** Whether a finding of the rule breaks it. A finding counts against the first that it breaks. */
  readonly isBrokenBy: (rule: Rule) => boolean;
}

const of =
  (...ids: readonly string[]) =>
  ({ id }: Rule) =>
    ids.includes(id);

const promises: readonly Promised[] = [
  { title: "every object stands once", isBrokenBy: ({ layer }) => layer === "documents" },
  {
    title: "the API versions are served, and will be",
    isBrokenBy: of("unserved-api", "unknown-kind", "deprecated-api"),
  },
  { title: "the namespace admits the pods", isBrokenBy: of("pod-security", "admission-policy") },
  {
    title: "the server warns of nothing",
    isBrokenBy: of("server-warning", "pod-security-warning", "admission-policy-warning"),
  },
  {
    title: "the server takes every object",
    isBrokenBy: ({ layer, severity }) => layer === "api" && severity === "error",
  },
];

/** One promise for one part of a platform. */
export interface Kept {
  /** The part, such as a component. */
  readonly about: string;
  readonly title: string;
  /** What breaks it; empty where it is kept. */
  readonly broken: readonly Finding[];
}

/**
 * What became of the promises.
 *
 * @param parts every part of the platform, also those of which nothing was found
 * @param findings with the part that each is about; the platform itself where it is about none
 */
export function kept(
  platform: string,
  parts: readonly string[],
  findings: readonly Finding[],
  rules: readonly Rule[],
): Kept[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const promiseOf = ({ rule: id }: Finding) => {
    const rule = byId.get(id) as Rule;
    return promises.find(({ isBrokenBy }) => isBrokenBy(rule));
  };
  const grouped = Map.groupBy(findings, ({ part = platform }) => part);
  return [...new Set([...parts, platform])].flatMap((about) =>
    promises.map((promise) => ({
      about,
      title: promise.title,
      broken: (grouped.get(about) ?? []).filter((finding) => promiseOf(finding) === promise),
    })),
  );
}
