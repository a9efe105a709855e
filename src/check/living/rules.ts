import { unusedAssumption } from "../assumptions.ts";
import type { RuleText } from "../rule.ts";

const fine = `apiVersion: v1
kind: Endpoints # slipway-ignore deprecated-api: the old proxy reads no slices
metadata: { name: db }
subsets: [{ addresses: [{ ip: 10.1.2.3 }], ports: [{ port: 5432 }] }]
`;

const endpoints = (comment: string) => `# slipway-ignore ${comment}
apiVersion: v1
kind: Endpoints
metadata: { name: db }
subsets: [{ addresses: [{ ip: 10.1.2.3 }], ports: [{ port: 5432 }] }]
`;

export const invalidSuppression: RuleText = {
  id: "invalid-suppression",
  layer: "suppressions",
  severity: "warning",
  title: "a suppression that cannot hold: without a reason, of a rule that there is not, of no day",
  why: "it suppresses nothing: who reads it next must be able to tell what was left alone, and why",
  fix: "RULE: reason, or RULE,RULE: reason until 2027-01-31",
  bad: endpoints("deprecated-api"),
  good: endpoints("deprecated-api: the old proxy reads no slices"),
};

export const expiredSuppression: RuleText = {
  id: "expired-suppression",
  layer: "suppressions",
  severity: "warning",
  title: "a suppression whose day is over",
  why: "what it held back is told again: that is what the day was written for",
  fix: "mend what is found, or set a new day",
  bad: endpoints("deprecated-api: the old proxy reads no slices until 2024-06-30"),
  good: endpoints("deprecated-api: the old proxy reads no slices until 2099-06-30"),
};

export const unusedSuppression: RuleText = {
  id: "unused-suppression",
  layer: "suppressions",
  severity: "warning",
  title: "a suppression of what is not found",
  why: "what it was written for is mended or stands elsewhere; left there, it hides the next fault of that sort",
  fix: "remove it",
  bad: `apiVersion: v1
kind: ConfigMap # slipway-ignore deprecated-api: the old proxy reads no slices
metadata: { name: settings }
data: { LOG_LEVEL: info }
`,
  good: endpoints("deprecated-api: the old proxy reads no slices"),
};

export const outdatedBaseline: RuleText = {
  id: "outdated-baseline",
  layer: "suppressions",
  severity: "info",
  title: "findings of the baseline that are gone",
  why: "they are mended; in the baseline they would hide the same faults when somebody makes them again",
  fix: "take their lines out of the file, or write it anew when nothing else is found: slipway check --write-baseline FILE",
  bad: `# slipway-baseline.json holds a finding of "deprecated-api" in this object.
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LOG_LEVEL: info }
`,
  good: `# slipway-baseline.json holds a finding of "deprecated-api" in this object.
${fine.replace(/ #.*/, "")}`,
};

/** What is told of suppressions, assumptions and the baseline at the end of a run: no world tells it alone. */
export const livingRules: readonly RuleText[] = [
  invalidSuppression,
  expiredSuppression,
  unusedSuppression,
  unusedAssumption,
  outdatedBaseline,
];
