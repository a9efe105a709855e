import { admission } from "slipway";

const sized = (kind: "requests" | "limits") => ({
  expression: `object.spec.containers.all(c, has(c.resources) && has(c.resources.${kind}) &&
    ["cpu", "memory"].all(name, name in c.resources.${kind}))`,
  message: `every container says its ${kind} of cpu and memory`,
});

/** What the optional Gatekeeper template asked for, enforced by the API server itself. */
export const resourcesRequired = admission("require-resources", {
  on: ["pods"],
  rules: [sized("requests"), sized("limits")],
});
