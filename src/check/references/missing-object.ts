import type { Rule } from "../rule.ts";
import { missingFound } from "./missing.ts";

export const missingObject: Rule = {
  id: "missing-object",
  layer: "references",
  severity: "warning",
  title: "another object that something names, of a kind that the input has",
  why: "what names it waits, or does nothing",
  fix: "add it, mend its name, or say that it is elsewhere: --assume KIND/NAMESPACE/NAME",
  bad: `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: db }
spec: { instances: 3, storage: { size: 10Gi } }
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata: { name: nightly }
spec: { schedule: "0 0 3 * * *", cluster: { name: postgres } }
`,
  good: `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: db }
spec: { instances: 3, storage: { size: 10Gi } }
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata: { name: nightly }
spec: { schedule: "0 0 3 * * *", cluster: { name: db } }
`,
  find: missingFound("missing-object", "warning"),
};
