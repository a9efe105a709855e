import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { certificates } from "../../client/certificates.ts";
import type { Loose } from "../../control-plane/fixtures.ts";

interface Review {
  readonly request: { readonly uid: string };
}

/** An admission webhook on this machine that refuses everything, with a reason. */
export async function refusingWebhook(reason: string) {
  const { ca, server: pair } = certificates();
  const listener = createServer({ cert: pair.cert, key: pair.key }, async (incoming, response) => {
    let text = "";
    for await (const chunk of incoming) text += chunk;
    const { uid } = (JSON.parse(text) as Review).request;
    response.setHeader("content-type", "application/json");
    const answer = { uid, allowed: false, status: { code: 403, message: reason } };
    const kind = "AdmissionReview";
    response.end(JSON.stringify({ apiVersion: "admission.k8s.io/v1", kind, response: answer }));
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  return {
    /**
     * Its configuration.
     *
     * @param rule what it is asked about
     * @param namespace only there
     */
    configuration: (name: string, namespace: string, rule: object): Loose =>
      ({
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingWebhookConfiguration",
        metadata: { name },
        webhooks: [
          {
            name: `${name}.example.com`,
            clientConfig: {
              url: `https://127.0.0.1:${port}/`,
              caBundle: Buffer.from(ca).toString("base64"),
            },
            rules: [rule],
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
            sideEffects: "None",
            admissionReviewVersions: ["v1"],
          },
        ],
      }) as Loose,
    close: () => listener.close(),
  };
}
