import { isKnownFormat } from "../../custom-resources/formats.ts";
import { quote } from "../../text.ts";
import type { CustomResourceDefinition } from "../../types/apiextensions.ts";
import { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { type Props, partsOf, readProps } from "./props.ts";

/**
 * The server ignores formats that it does not know, and says so since 1.34.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go
 */
export function warnOfFormats(crd: Decoded<CustomResourceDefinition>, to: Complaints): void {
  if (to.minor < FIRST_MINOR) return;
  for (const [index, { schema }] of (crd.spec?.versions ?? []).entries()) {
    const raw = schema?.openAPIV3Schema;
    if (!raw) continue;
    const path = FieldPath.root.field("spec", "versions").index(index);
    const at = path.field("schema", "openAPIV3Schema");
    const heard = new Complaints(to.minor);
    visit(readProps(raw as Readonly<Record<string, unknown>>, at, heard), at, to);
  }
}

const FIRST_MINOR = 34;

function visit(props: Props, path: FieldPath, to: Complaints): void {
  const { format = "", type = "" } = props;
  if (format !== "" && !isKnownFormat(format, type === "" ? [] : [type], to.minor))
    to.warn(FieldPath.root, `the server ignores the format ${quote(format)} of ${path}`);
  for (const [part, at] of partsOf(props, path)) visit(part, at, to);
}
