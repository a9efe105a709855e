import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { type StorageVersion, validateStorageVersion } from "./storage-version.ts";

export const rules: GroupRules = {
  StorageVersion: rulesFor<StorageVersion>({
    topic: "invalid-object",
    validate: () => {},
    validateCreate: validateStorageVersion,
  }),
};
