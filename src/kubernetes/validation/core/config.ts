import type { ConfigMap, Secret, ServiceAccount } from "../../types/core.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validateConfigMap, validateConfigMapUpdate } from "./config/config-map.ts";
import {
  prepareSecret,
  validateSecret,
  validateSecretUpdate,
  warnSecret,
} from "./config/secret.ts";
import { warnServiceAccount } from "./config/service-account.ts";

export const rules: GroupRules = {
  ConfigMap: rulesFor<Decoded<ConfigMap>>({
    topic: "invalid-config",
    validate: validateConfigMap,
    validateUpdate: validateConfigMapUpdate,
  }),
  Secret: rulesFor<Decoded<Secret>>({
    topic: "invalid-config",
    prepare: prepareSecret,
    validate: validateSecret,
    warn: warnSecret,
    validateUpdate: validateSecretUpdate,
  }),
  ServiceAccount: rulesFor<Decoded<ServiceAccount>>({
    topic: "invalid-config",
    // It has no rules of its own.
    validate: () => undefined,
    warn: warnServiceAccount,
  }),
};
