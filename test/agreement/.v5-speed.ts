import { Judge } from "../../src/kubernetes/validation/judge.ts";
import { richObjects } from "./objects.ts";
const kinds = new Set("Service Endpoints EndpointSlice ConfigMap Secret ServiceAccount Namespace Node ResourceQuota LimitRange Event Ingress IngressClass NetworkPolicy Role ClusterRole RoleBinding ClusterRoleBinding".split(" "));
const objs = richObjects().filter((o) => kinds.has(o.kind));
const judge = await Judge.of(36, objs.map((o) => o.apiVersion));
for (let round = 0; round < 3; round++) {
  const byKind = new Map<string, number>(); let n = 0;
  for (const o of objs) { const t = performance.now(); for (let i = 0; i < 130; i++) { judge.create(o as any); n++; } byKind.set(o.kind, (byKind.get(o.kind) ?? 0) + (performance.now() - t)); }
  const total = [...byKind.values()].reduce((a, b) => a + b, 0);
  console.log(n, total.toFixed(0) + "ms", [...byKind].sort((a, b) => b[1] - a[1]).slice(0, 6).map(([k, v]) => `${k} ${v.toFixed(0)}`).join(", "));
}
