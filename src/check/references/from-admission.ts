import type { Collector } from "./collector.ts";
import type { From } from "./from.ts";
import type { Place } from "./place.ts";

const ADMISSION = "admissionregistration.k8s.io";

/** Who is called by the API server. */
export const fromAdmission: From = {
  [`${ADMISSION}/ValidatingWebhookConfiguration`]: addWebhooks,
  [`${ADMISSION}/MutatingWebhookConfiguration`]: addWebhooks,
  "apiregistration.k8s.io/APIService": (service, to) =>
    addService(service.at("spec", "service"), "the API that it serves", to),
  "apiextensions.k8s.io/CustomResourceDefinition": (definition, to) =>
    addService(
      definition.at("spec", "conversion", "webhook", "clientConfig", "service"),
      "converting its versions",
      to,
    ),
};

function addWebhooks(configuration: Place, to: Collector): void {
  for (const webhook of configuration.list("webhooks"))
    addService(
      webhook.at("clientConfig", "service"),
      `the webhook ${webhook.at("name").text ?? ""}`,
      to,
    );
}

function addService(service: Place, use: string, to: Collector): void {
  const namespace = service.at("namespace").text;
  to.add("Service", service.at("name"), use, { namespace, port: service.at("port") });
}
