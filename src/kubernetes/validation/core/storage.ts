import type { PersistentVolume, PersistentVolumeClaim } from "../../types/core.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validatePersistentVolumeClaimSpec } from "../persistent-volume-claim.ts";
import { prepareClaim, warnClaim } from "./storage/claim.ts";
import { validateClaimUpdate } from "./storage/claim-update.ts";
import { prepareVolume, validateVolume, warnVolume } from "./storage/volume.ts";
import { validateVolumeUpdate } from "./storage/volume-update.ts";

const path = FieldPath.root.field("spec");

export const rules: GroupRules = {
  PersistentVolume: rulesFor<Decoded<PersistentVolume>>({
    topic: "invalid-storage",
    prepare: prepareVolume,
    validate: validateVolume,
    warn: warnVolume,
    validateUpdate: validateVolumeUpdate,
  }),
  PersistentVolumeClaim: rulesFor<Decoded<PersistentVolumeClaim>>({
    topic: "invalid-storage",
    prepare: prepareClaim,
    validate: ({ spec = {} }, to) => validatePersistentVolumeClaimSpec(spec, path, to),
    warn: warnClaim,
    validateUpdate: validateClaimUpdate,
  }),
};
