import { isFields } from "../../kubernetes/fields.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import { Place } from "../references/place.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { once, type World } from "../world.ts";
import { localReceivers } from "./monitoring/alertmanager-config.ts";
import { foundIn } from "./monitoring/problem.ts";
import { alertmanagerConfigs } from "./monitoring/texts.ts";
import { pods } from "./running/running.ts";

export const localhostReceiver: Rule = {
  id: "localhost-receiver",
  layer: "programs",
  severity: "warning",
  title: "alerts that are sent to Alertmanager's own pod",
  why: "localhost is the pod of Alertmanager, in which nothing else listens: every notification fails, and nobody is told of an outage",
  fix: "write the Service of what is to get them: http://NAME.NAMESPACE:PORT",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: alertmanager }
data:
  alertmanager.yml: |
    route: { receiver: on-call }
    receivers:
      - name: on-call
        webhook_configs: [{ url: "http://localhost:5001/" }]
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: alertmanager }
data:
  alertmanager.yml: |
    route: { receiver: on-call }
    receivers:
      - name: on-call
        webhook_configs: [{ url: "https://hooks.example.org/alerts" }]
`,
  find: (world: World) => {
    if (hasCompany(world)) return [];
    return [
      ...alertmanagerConfigs(world).flatMap((text): FoundInObject[] =>
        localReceivers(text.value).map((problem) => foundIn(text, problem)),
      ),
      ...inventory(world)
        .of("monitoring.coreos.com", "AlertmanagerConfig")
        .flatMap((item): FoundInObject[] => {
          const { spec } = item.object;
          const [first] = isFields(spec) ? localReceivers(spec) : [];
          if (!first) return [];
          const place = Place.of(item).at("spec", "receivers");
          const at = first.steps[1] as number;
          return [foundAt(item, place.path.index(at), first.message)];
        }),
    ];
  },
};

/** Something beside Alertmanager in its pod, or on its node, may be what is meant. */
const hasCompany = once((world: World): boolean => {
  const beside = [...pods(world)].some(([workload, all]) => {
    const isIts = all.some(({ program }) => program?.name === "Alertmanager");
    const staying = all.filter(({ placed }) => placed.role !== "init");
    return isIts && (staying.length > 1 || workload.spec.hostNetwork);
  });
  return (
    beside ||
    inventory(world)
      .of("monitoring.coreos.com", "Alertmanager")
      .some(({ object: { spec } }) => isFields(spec) && Array.isArray(spec.containers))
  );
});
