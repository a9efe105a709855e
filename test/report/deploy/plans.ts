import type { ObjectRef } from "../../../src/client/object.ts";
import type { FieldChange, Plan, PlannedObject } from "../../../src/deploy/plan/plan.ts";
import { plainWanted } from "../../../src/deploy/wanted.ts";

export const NOW = Date.parse("2026-11-22T12:00:00Z");

export function ref(kind: string, name: string, namespace: string | undefined = "shop"): ObjectRef {
  const group = ["Deployment", "StatefulSet"].includes(kind) ? "apps/v1" : "v1";
  return { apiVersion: group, kind, namespace, name };
}

export function change(
  path: string,
  before: string | undefined,
  after: string | undefined,
  cause: FieldChange["cause"] = { by: "you" },
): FieldChange {
  return { path, steps: [], before, after, cause };
}

/** An object of a plan; its contents are a secret that nobody may see. */
export function planned(
  [kind, name, part]: readonly [string, string, string?],
  more: Partial<PlannedObject> = {},
): PlannedObject {
  const { apiVersion, namespace } = ref(kind, name);
  const applied = {
    apiVersion,
    kind,
    metadata: { name, ...(namespace ? { namespace } : {}) },
    data: { password: "canary" },
  };
  return {
    wanted: { ...plainWanted(applied), part },
    applied,
    live: applied,
    action: "update",
    changes: [],
    preparations: [],
    grows: [],
    takesFrom: [],
    force: false,
    yields: [],
    carriesReplicas: false,
    restarts: false,
    warnings: [],
    ...more,
  };
}

export function plan(objects: readonly PlannedObject[], more: Partial<Plan> = {}): Plan {
  const release = { name: "shop", namespace: "shop" };
  return { release, revision: 7, objects, left: [], prunes: [], stops: [], digest: "d", ...more };
}

/** A bit of everything. */
export function richPlan(): Plan {
  const kubectl = { by: "drift", manager: "kubectl-edit", time: "2026-11-22T09:00:00Z" } as const;
  const many = Array.from({ length: 50 }, (_, index) =>
    planned(["ConfigMap", `web-${index}`, "web"], { action: "create" }),
  );
  const image = "spec.template.spec.containers[name=web].image";
  return plan(
    [
      planned(["Namespace", "shop"], { action: "none" }),
      ...many,
      planned(["Service", "web", "web"], { action: "create" }),
      planned(["Deployment", "web", "web"], {
        restarts: true,
        changes: [
          change(image, "registry.shop.example/web:v1.0.0", "registry.shop.example/web:v1.1.0"),
          change("spec.replicas", "5", "3", kubectl),
          change("metadata.labels.team", undefined, "shop"),
        ],
        takesFrom: ["kubectl-edit"],
        yields: [{ path: "spec.replicas", manager: "kube-controller-manager" }],
        warnings: ["spec.template: deprecated"],
      }),
      planned(["StatefulSet", "db", "db"], {
        action: "recreate-keeping-pods",
        why: "its claims grow",
        risk: "what grew cannot shrink again",
        grows: [{ claim: ref("PersistentVolumeClaim", "data-db-0"), from: "1Gi", to: "2Gi" }],
      }),
      planned(["ConfigMap", "db-config", "db"], {
        changes: [change("data.conf", "a\nb\nc\nd\n", "a\nB\nc\nd\n")],
        adoptedFrom: "Helm release db",
      }),
      planned(["Job", "migrate-1", "web"], { action: "skip", why: "it is complete" }),
    ],
    {
      prunes: [
        { ref: ref("Service", "old"), uid: "1" },
        {
          ref: ref("PersistentVolumeClaim", "old-data"),
          uid: "2",
          kept: "a PersistentVolumeClaim goes only with --prune-kind PersistentVolumeClaim",
        },
        {
          ref: ref("StatefulSet", "cache"),
          uid: "3",
          risk: "the claims of StatefulSet cache are deleted with it",
        },
      ],
    },
  );
}
