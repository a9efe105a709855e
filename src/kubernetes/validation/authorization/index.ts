import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import {
  type AccessReview,
  validateAccessReview,
  validateLocalReview,
  validateSelfReview,
} from "./access-review.ts";

interface RulesReview {
  readonly spec?: { readonly namespace?: string };
}

const topic = "invalid-review";

export const rules: GroupRules = {
  LocalSubjectAccessReview: rulesFor<Decoded<AccessReview>>({
    topic,
    transient: true,
    validate: validateLocalReview,
  }),
  SelfSubjectAccessReview: rulesFor<Decoded<AccessReview>>({
    topic,
    transient: true,
    validate: validateSelfReview,
  }),
  /** @see k8s.io/kubernetes/pkg/registry/authorization/selfsubjectrulesreview/rest.go Create */
  SelfSubjectRulesReview: rulesFor<Decoded<RulesReview>>({
    topic,
    transient: true,
    validate: ({ spec }, to) => {
      if ((spec?.namespace ?? "") === "")
        to.required(FieldPath.root.field("spec", "namespace"), "must say where");
    },
  }),
  SubjectAccessReview: rulesFor<Decoded<AccessReview>>({
    topic,
    transient: true,
    validate: validateAccessReview,
  }),
};
