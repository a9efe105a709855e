import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import type { Rule } from "../rule.ts";

const MIGRATION = `apiVersion: batch/v1
kind: Job
metadata: { name: migrate-v42 }
spec:
  ttlSecondsAfterFinished: 86400
  template:
    metadata: { labels: { app.kubernetes.io/name: migrate } }
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: migrate
          image: example.com/web:v42
          resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { memory: 64Mi } }
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
`;

export const lastingJob: Rule = {
  id: "lasting-job",
  layer: "practice",
  severity: "info",
  title: "Jobs that stay when they are done",
  why: "the Job and its pods stay until somebody deletes them, and the next one of that name is refused, as a Job's template cannot change. It matters where Jobs come with each release",
  fix: "set ttlSecondsAfterFinished, such as 86400 for a day to read the log in",
  bad: MIGRATION.replace("  ttlSecondsAfterFinished: 86400\n", ""),
  good: MIGRATION,
  find: (world) =>
    inventory(world)
      .all("Job")
      .flatMap((item) => {
        const { spec, metadata } = item.object;
        const isRemoved = Object.keys(metadata?.annotations ?? {}).some((key) => HOOK.test(key));
        if (spec?.ttlSecondsAfterFinished !== undefined || isRemoved) return [];
        return [
          foundAt(
            item,
            FieldPath.root.field("spec"),
            `nothing deletes the Job ${item.name} when it is done`,
          ),
        ];
      }),
};

/** Helm and Argo CD delete the Jobs that they run at a release. */
const HOOK = /^(?:helm\.sh\/hook|argocd\.argoproj\.io\/hook)/;
