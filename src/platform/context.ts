import { type PodPart, plainRef, podRef } from "./reference.ts";

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

const ofPod = (fact: PodPart["pod"]) =>
  podRef({ label: `pod.${fact}`, touches: [], parts: () => [{ pod: fact }] });

/**
 * What each pod knows of itself, for its `env`: its address and its name.
 *
 * @example
 * env: { ALLOWED_HOSTS: text`shop.example,${pod.ip}` }
 */
export const pod = { ip: ofPod("ip"), name: ofPod("name") } as const;
