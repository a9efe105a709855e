import { plainRef } from "./reference.ts";

/** The namespace of the environment, as a text. */
export const namespace = plainRef({
  label: "namespace",
  touches: [],
  parts: (context) => [context.namespace],
});

/** The name of the environment, as a text. */
export const environmentName = plainRef({
  label: "environmentName",
  touches: [],
  parts: (context) => [context.environment],
});

/** The domain of the environment, as a text. */
export const domain = plainRef({
  label: "domain",
  touches: [],
  parts: (context, site) => [context.domain(site)],
});
