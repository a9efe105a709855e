import { quote } from "../../text.ts";
import type { CustomResourceDefinition } from "../../types/apiextensions.ts";
import { caBundleProblem } from "../ca-bundle.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";

const path = FieldPath.root.field("spec");

/**
 * What of a definition may not change once it is there and its objects may be too.
 *
 * @see …/apiextensions/validation/validation.go validateCustomResourceDefinitionSpecUpdate
 */
export function validateDefinitionUpdate(
  crd: Decoded<CustomResourceDefinition>,
  old: Decoded<CustomResourceDefinition>,
  to: Complaints,
): void {
  const { group, scope, names = {}, versions = [] } = crd.spec ?? {};
  const before = old.spec ?? {};
  const unchanged = (at: FieldPath, now: string | undefined, then: string | undefined) => {
    if (now !== then) to.invalid(at, `may not change; it was ${quote(then ?? "")}`);
  };
  unchanged(path.field("scope"), scope, before.scope);
  unchanged(path.field("names", "kind"), names.kind, before.names?.kind);
  unchanged(path.field("group"), group, before.group);
  unchanged(path.field("names", "plural"), names.plural, before.names?.plural);
  const bundle = caBundleOf(crd);
  const bundleBefore = caBundleOf(old);
  // One that was wrong before may stay wrong.
  if (bundle !== "" && (bundleBefore === "" || caBundleProblem(bundleBefore) === undefined))
    to.problem(
      path.field("conversion", "webhook", "clientConfig", "caBundle"),
      caBundleProblem(bundle),
    );
  const stored = (before.versions ?? []).find(({ storage }) => storage)?.name;
  if (stored !== undefined && !versions.some(({ name }) => name === stored))
    to.invalid(
      FieldPath.root.field("status", "storedVersions").index(0),
      `the version ${quote(stored)} may be stored and must stay until its objects are migrated`,
    );
}

function caBundleOf({ spec }: Decoded<CustomResourceDefinition>): string {
  return spec?.conversion?.webhook?.clientConfig?.caBundle ?? "";
}
