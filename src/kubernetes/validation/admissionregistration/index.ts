import type {
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  MutatingWebhookConfiguration,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhookConfiguration,
} from "../../types/admissionregistration.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validateMutatingBinding, validateValidatingBinding } from "./bindings.ts";
import { validateMutatingPolicy } from "./mutating-policy.ts";
import { validateValidatingPolicy } from "./validating-policy.ts";
import { validateWebhooks } from "./webhooks.ts";

const common = { topic: "invalid-admission", plainFinalizers: true } as const;

export const rules: GroupRules = {
  ValidatingWebhookConfiguration: rulesFor<Decoded<ValidatingWebhookConfiguration>>({
    ...common,
    validate: validateWebhooks,
  }),
  MutatingWebhookConfiguration: rulesFor<Decoded<MutatingWebhookConfiguration>>({
    ...common,
    validate: validateWebhooks,
  }),
  ValidatingAdmissionPolicy: rulesFor<Decoded<ValidatingAdmissionPolicy>>({
    ...common,
    validate: validateValidatingPolicy,
  }),
  ValidatingAdmissionPolicyBinding: rulesFor<Decoded<ValidatingAdmissionPolicyBinding>>({
    ...common,
    validate: validateValidatingBinding,
  }),
  MutatingAdmissionPolicy: rulesFor<Decoded<MutatingAdmissionPolicy>>({
    ...common,
    validate: validateMutatingPolicy,
  }),
  MutatingAdmissionPolicyBinding: rulesFor<Decoded<MutatingAdmissionPolicyBinding>>({
    ...common,
    validate: validateMutatingBinding,
  }),
};
