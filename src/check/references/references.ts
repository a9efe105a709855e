import { inventory } from "../objects/inventory.ts";
import { workloads } from "../objects/workloads.ts";
import { once } from "../world.ts";
import { Collector } from "./collector.ts";
import type { From } from "./from.ts";
import { fromAdmission } from "./from-admission.ts";
import { fromDatabases } from "./from-databases.ts";
import { fromDelivery } from "./from-delivery.ts";
import { fromIngress } from "./from-ingress.ts";
import { fromMonitoring } from "./from-monitoring.ts";
import { podReferences } from "./from-pods.ts";
import { fromRbac } from "./from-rbac.ts";
import { fromRoutes } from "./from-routes.ts";
import { fromSecrets } from "./from-secrets.ts";
import { fromWorkloads } from "./from-workloads.ts";
import { Place } from "./place.ts";
import type { Reference } from "./reference.ts";

const from: From = {
  ...fromIngress,
  ...fromRoutes,
  ...fromWorkloads,
  ...fromRbac,
  ...fromAdmission,
  ...fromSecrets,
  ...fromMonitoring,
  ...fromDatabases,
  ...fromDelivery,
};

/** Every place of a world where an object names another. */
export const references = once((world): readonly Reference[] => [
  ...workloads(world).flatMap(podReferences),
  ...inventory(world).items.flatMap((item) => {
    const add = from[`${item.group}/${item.kind}`];
    if (!add) return [];
    const to = new Collector(item);
    add(Place.of(item), to);
    return to.found;
  }),
]);
