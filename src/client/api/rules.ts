import { fieldsIn } from "../../kubernetes/fields.ts";
import type { Rule } from "../cluster.ts";

/** The rules of a SelfSubjectRulesReview that hold for every name. */
export function rulesIn(rules: unknown): Rule[] {
  const all = fieldsIn(rules);
  return all
    .filter(({ resourceNames }) => texts(resourceNames).length === 0)
    .map(({ verbs, apiGroups, resources }) => ({
      verbs: texts(verbs),
      groups: texts(apiGroups),
      resources: texts(resources),
    }));
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
