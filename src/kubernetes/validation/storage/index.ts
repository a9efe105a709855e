import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  StorageClass,
  VolumeAttachment,
  VolumeAttributesClass,
} from "../../types/storage.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import {
  prepareCsiDriver,
  validateCsiDriver,
  validateCsiDriverUpdate,
  warnCsiDriver,
} from "./csi-driver.ts";
import { validateCsiNode, validateCsiNodeUpdate } from "./csi-node.ts";
import {
  validateStorageCapacity,
  validateStorageCapacityUpdate,
  warnStorageCapacity,
} from "./csi-storage-capacity.ts";
import {
  validateStorageClass,
  validateStorageClassUpdate,
  warnStorageClass,
} from "./storage-class.ts";
import { validateVolumeAttachment, validateVolumeAttachmentUpdate } from "./volume-attachment.ts";
import {
  validateVolumeAttributesClass,
  validateVolumeAttributesClassUpdate,
} from "./volume-attributes-class.ts";

const topic = "invalid-storage";

export const rules: GroupRules = {
  StorageClass: rulesFor<Decoded<StorageClass>>({
    topic,
    validate: validateStorageClass,
    warn: warnStorageClass,
    validateUpdate: validateStorageClassUpdate,
  }),
  VolumeAttributesClass: rulesFor<Decoded<VolumeAttributesClass>>({
    topic,
    validate: validateVolumeAttributesClass,
    validateUpdate: validateVolumeAttributesClassUpdate,
  }),
  VolumeAttachment: rulesFor<Decoded<VolumeAttachment>>({
    topic,
    validate: validateVolumeAttachment,
    validateUpdate: validateVolumeAttachmentUpdate,
  }),
  CSIDriver: rulesFor<Decoded<CSIDriver>>({
    topic,
    prepare: prepareCsiDriver,
    validate: validateCsiDriver,
    warn: warnCsiDriver,
    validateUpdate: validateCsiDriverUpdate,
  }),
  CSINode: rulesFor<Decoded<CSINode>>({
    topic,
    validate: validateCsiNode,
    validateUpdate: validateCsiNodeUpdate,
  }),
  CSIStorageCapacity: rulesFor<Decoded<CSIStorageCapacity>>({
    topic,
    validate: validateStorageCapacity,
    warn: warnStorageCapacity,
    validateUpdate: validateStorageCapacityUpdate,
  }),
};
