import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";

interface TokenReview {
  readonly spec?: { readonly token?: string };
}

const path = FieldPath.root.field("spec");
const topic = "invalid-review";

export const rules: GroupRules = {
  SelfSubjectReview: rulesFor<unknown>({ topic, transient: true, validate: () => undefined }),
  /** @see k8s.io/kubernetes/pkg/registry/authentication/tokenreview/storage.go Create */
  TokenReview: rulesFor<Decoded<TokenReview>>({
    topic,
    transient: true,
    validate: ({ spec }, to) => {
      if ((spec?.token ?? "") === "")
        to.required(path.field("token"), "there is nothing to review");
    },
  }),
};
