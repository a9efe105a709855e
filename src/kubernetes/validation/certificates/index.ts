import type { CertificateSigningRequest, ClusterTrustBundle } from "../../types/certificates.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validateSigningRequest } from "./certificate-signing-request.ts";
import { validateTrustBundle, validateTrustBundleUpdate } from "./cluster-trust-bundle.ts";

const topic = "invalid-certificate";

export const rules: GroupRules = {
  CertificateSigningRequest: rulesFor<Decoded<CertificateSigningRequest>>({
    topic,
    // What was asked stays, without a word.
    prepareUpdate: (object, old) => {
      object.spec = old.spec;
    },
    validate: validateSigningRequest,
  }),
  ClusterTrustBundle: rulesFor<Decoded<ClusterTrustBundle>>({
    topic,
    validate: validateTrustBundle,
    validateUpdate: validateTrustBundleUpdate,
  }),
};
