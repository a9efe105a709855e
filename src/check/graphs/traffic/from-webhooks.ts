import { isFields } from "../../../kubernetes/fields.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { inventory } from "../../objects/inventory.ts";
import { once } from "../../world.ts";
import type { Need } from "./needs.ts";
import { policies } from "./policies.ts";
import { arrivals } from "./service-ports.ts";
import type { Stranger } from "./strangers.ts";

/** The API server calls from an address of its node: no selector means it. */
const caller: Stranger = {
  name: "the API server",
  may: (_, { ipBlock }) => ipBlock !== undefined,
};

/** The API server asks the Services of webhooks. */
export const webhookCalls = once((world): readonly Need[] => {
  if (policies(world).length === 0) return [];
  const objects = inventory(world);
  return ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"].flatMap((kind) =>
    objects.of("admissionregistration.k8s.io", kind).flatMap((item) => {
      const { webhooks } = item.object;
      return (Array.isArray(webhooks) ? webhooks.filter(isFields) : []).flatMap((hook, index) => {
        const config = isFields(hook.clientConfig) ? hook.clientConfig.service : undefined;
        if (!isFields(config)) return [];
        const { name = "", namespace, port = 443 } = config;
        const service = objects.get("Service", String(namespace), String(name));
        if (!service || typeof port !== "number") return [];
        const path = FieldPath.root.field("webhooks").index(index).field("clientConfig", "service");
        return arrivals(world, service, port).map(
          ({ pods, port: number, protocol }): Need => ({
            from: caller,
            to: pods,
            port: number,
            protocol,
            item,
            path,
            service: `${service.name} ${port}`,
            because: `${kind} ${item.name}`,
          }),
        );
      });
    }),
  );
});
