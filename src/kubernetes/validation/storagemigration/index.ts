import { type GroupRules, rulesFor } from "../kind-rules.ts";
import {
  type StorageVersionMigration,
  validateMigration,
  validateMigrationUpdate,
} from "./storage-version-migration.ts";

export const rules: GroupRules = {
  StorageVersionMigration: rulesFor<StorageVersionMigration>({
    topic: "invalid-object",
    validate: validateMigration,
    validateUpdate: validateMigrationUpdate,
  }),
};
