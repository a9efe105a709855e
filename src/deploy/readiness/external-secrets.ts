import type { KubeObject } from "../../client/object.ts";
import { readyVerdict } from "./custom.ts";
import { conditionOf, textAt } from "./status.ts";
import { progressing, type Verdict } from "./verdict.ts";

/**
 * ExternalSecrets, PushSecrets and their stores. Errors of the store are tried again, and may pass.
 *
 * @see github.com/external-secrets/external-secrets/apis/externalsecrets/v1
 */
export function externalSecretsVerdict(object: KubeObject): Verdict {
  // `GENERATION-DIGEST`: which state of the object its Secret was made from.
  const synced = textAt(object, "status.syncedResourceVersion").split("-")[0];
  const { generation } = object.metadata;
  if (synced && generation !== undefined && Number(synced) < generation) {
    return progressing("the Secret is not of its last change yet");
  }
  const verdict = readyVerdict(object, "External Secrets");
  const ready = conditionOf(object, "Ready");
  if (verdict.state !== "progressing" || ready?.status !== "False") return verdict;
  return progressing(verdict.message, { reason: ready.reason, grace: "controller" });
}
