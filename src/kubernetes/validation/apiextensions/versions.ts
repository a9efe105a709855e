import { canonicalText } from "../../custom-resources/canonical-text.ts";
import { dns1035LabelProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionVersion,
} from "../../types/apiextensions.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateColumn, validateSubresources } from "./columns.ts";
import { type Props, readProps } from "./props.ts";
import { validateRootSchema } from "./root-schema.ts";
import { validateSelectableFields } from "./selectable-fields.ts";

type Version = Decoded<CustomResourceDefinitionVersion>;

const path = FieldPath.root.field("spec", "versions");
const LONGEST_WARNING = 256;

/**
 * The versions of a definition. What all of them say alike the server takes for one thing: it is
 * told about once, at the first.
 *
 * @see …/apiextensions/validation/validation.go validateCustomResourceDefinitionSpec
 */
export function validateVersions(crd: Decoded<CustomResourceDefinition>, to: Complaints): void {
  const versions = crd.spec?.versions ?? [];
  const schemas = versions.map((version, index) => schemaOf(version, index, to));
  if (to.errors.some(({ reason }) => reason === "wrong type")) return;
  const once = {
    schema: isAlike(versions, ({ schema }) => schema),
    subresources: isAlike(versions, ({ subresources }) => subresources),
    columns: isAlike(versions, ({ additionalPrinterColumns }) => additionalPrinterColumns),
    fields: isAlike(versions, ({ selectableFields }) => selectableFields),
  };
  const anyStatus = versions.some(({ subresources }) => subresources?.status !== undefined);
  for (const [index, version] of versions.entries()) {
    const at = path.index(index);
    const isFirst = index === 0;
    validateVersion(version, at, to);
    const schema = schemas[index];
    if (!schema) to.required(at.field("schema").field("openAPIV3Schema"));
    const hasStatus = once.schema ? anyStatus : version.subresources?.status !== undefined;
    if (schema && (isFirst || !once.schema)) validateRootSchema(schema, at, hasStatus, to);
    if (version.subresources && (isFirst || !once.subresources))
      validateSubresources(version.subresources, at.field("subresources"), to);
    if (isFirst || !once.columns)
      for (const [position, column] of (version.additionalPrinterColumns ?? []).entries())
        validateColumn(column, at.field("additionalPrinterColumns").index(position), to);
    const fields = version.selectableFields ?? [];
    // Both stand above the versions, or neither does: the server looks for one beside the other.
    const beside = once.schema === once.fields ? schema : undefined;
    if (fields.length > 0 && (isFirst || !once.fields))
      validateSelectableFields(fields, beside, at.field("selectableFields"), to);
  }
  validateSet(versions, to);
}

function schemaOf({ schema }: Version, index: number, to: Complaints): Props | undefined {
  const raw = schema?.openAPIV3Schema;
  const at = path.index(index).field("schema", "openAPIV3Schema");
  return raw && readProps(raw as Readonly<Record<string, unknown>>, at, to);
}

function isAlike(versions: readonly Version[], part: (version: Version) => unknown): boolean {
  if (versions.length < 2) return true;
  const [first, ...others] = versions.map((version) => canonicalText(part(version) ?? null));
  return others.every((each) => each === first);
}

function validateVersion(version: Version, at: FieldPath, to: Complaints): void {
  const { name = "", deprecated = false, deprecationWarning: warning } = version;
  to.problem(at.field("name"), dns1035LabelProblem(name));
  if (warning === undefined) return;
  const place = at.field("deprecationWarning");
  if (!deprecated) to.invalid(place, "needs deprecated: true");
  else if (warning === "") to.invalid(place, "must not be empty");
  else if (Buffer.byteLength(warning) > LONGEST_WARNING)
    to.invalid(place, `may have at most ${LONGEST_WARNING} bytes`);
  else if (/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(warning))
    to.invalid(place, "may have printable characters only");
}

function validateSet(versions: readonly Version[], to: Complaints): void {
  const names = versions.map(({ name = "" }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) to.invalid(path, `the version ${quote(twice)} is there twice`);
  const stored = versions.filter(({ storage }) => storage === true).length;
  if (stored !== 1) to.invalid(path, `exactly one version has storage: true; here ${stored} have`);
  // The server notes the first as stored, and then misses the others there.
  if (stored !== 1)
    to.invalid(
      FieldPath.root.field("status", "storedVersions"),
      "needs exactly one stored version",
    );
}
