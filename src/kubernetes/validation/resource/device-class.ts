import { isExtendedResource } from "../../resource-names.ts";
import { quote } from "../../text.ts";
import type { DeviceClass } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateConfiguration } from "./configuration.ts";
import { validateItems } from "./items.ts";
import { validateSelectors } from "./selector.ts";

const path = FieldPath.root.field("spec");
const MOST_CONFIGURATIONS = 32;

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDeviceClassSpec */
export function validateDeviceClass({ spec = {} }: Decoded<DeviceClass>, to: Complaints): void {
  const { selectors = [], config = [], extendedResourceName: name } = spec;
  validateSelectors(selectors, path.field("selectors"), to);
  validateItems(config, MOST_CONFIGURATIONS, validateConfiguration, path.field("config"), to);
  if (name !== undefined && !isExtendedResource(name))
    to.invalid(
      path.field("extendedResourceName"),
      `${quote(name)} is not a name of a resource with a prefix of its own`,
      '"example.com/gpu"',
    );
}
