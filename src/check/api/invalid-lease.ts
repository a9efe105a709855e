import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidLease: Rule = {
  id: "invalid-lease",
  layer: "api",
  severity: "error",
  title: "a Lease or LeaseCandidate that the server refuses",
  why: "replicas that elect a leader by the Lease find none, and wait",
  fix: "correct the field that is named; durations are whole seconds above zero; most Leases are made by the programs that hold them and need not be applied",
  bad: `apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: { name: leader }
spec: { leaseDurationSeconds: 0 }
`,
  good: `apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: { name: leader }
spec: { leaseDurationSeconds: 15 }
`,
  find: saidOf("invalid-lease"),
};
