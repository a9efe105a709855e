import type { KubeObject } from "../../client/object.ts";
import { readyVerdict } from "./custom.ts";
import { conditionOf, wordsOf } from "./status.ts";
import { failed, READY, type Verdict } from "./verdict.ts";

/**
 * Certificates, their requests and issuers. An issuance that failed is tried again after an hour, which
 * no deploy waits for.
 *
 * @see github.com/cert-manager/cert-manager/pkg/apis/certmanager/v1
 */
export function certManagerVerdict(object: KubeObject): Verdict {
  if (conditionOf(object, "Ready")?.status === "True") return READY;
  const issuing = conditionOf(object, "Issuing");
  if (issuing?.status === "False" && issuing.reason === "Failed") {
    return failed("IssuanceFailed", wordsOf(issuing));
  }
  for (const type of ["InvalidRequest", "Denied"]) {
    const final = conditionOf(object, type);
    if (final?.status === "True") return failed(type, wordsOf(final));
  }
  const ready = conditionOf(object, "Ready");
  if (ready?.reason === "Failed") return failed("IssuanceFailed", wordsOf(ready));
  return readyVerdict(object, "cert-manager");
}
