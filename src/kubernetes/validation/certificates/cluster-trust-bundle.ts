import { readCertificate } from "../../certificate.ts";
import { dns1123SubdomainProblem } from "../../names.ts";
import { type PemBlock, pemBlocks } from "../../pem.ts";
import { quote } from "../../text.ts";
import type { ClusterTrustBundle } from "../../types/certificates.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { validateSignerName } from "../signer-name.ts";

const path = FieldPath.root.field("spec");
const LARGEST = 1024 * 1024;

/** @see k8s.io/kubernetes/pkg/apis/certificates/validation/validation.go ValidateClusterTrustBundle */
export function validateTrustBundle(
  { metadata = {}, spec = {} }: Decoded<ClusterTrustBundle>,
  to: Complaints,
): void {
  const { signerName = "", trustBundle = "" } = spec;
  const name = metadata.name ?? "";
  if (name !== "")
    to.problem(FieldPath.root.field("metadata", "name"), nameProblem(name, signerName));
  if (signerName !== "") validateSignerName(signerName, path.field("signerName"), to);
  const at = path.field("trustBundle");
  if (Buffer.byteLength(trustBundle) > LARGEST) to.tooLong(at, LARGEST, "bytes");
  else to.problem(at, bundleProblem(pemBlocks(trustBundle)));
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/names.go ValidateClusterTrustBundleName */
function nameProblem(name: string, signerName: string): string | undefined {
  if (signerName === "") return dns1123SubdomainProblem(name);
  const prefix = `${signerName.replaceAll("/", ":")}:`;
  if (name.startsWith(prefix)) return dns1123SubdomainProblem(name.slice(prefix.length));
  return `${quote(name)} does not begin with its signer; write ${quote(`${prefix}${name}`)}`;
}

/** @see k8s.io/kubernetes/pkg/apis/certificates/validation/validation.go validateTrustBundle */
function bundleProblem(blocks: readonly PemBlock[]): string | undefined {
  const seen = new Map<string, number>();
  for (const [index, block] of blocks.entries()) {
    const what = `block ${index + 1}`;
    if (block.type !== "CERTIFICATE") return `${what} is no CERTIFICATE`;
    if (block.hasHeaders) return `${what} has headers`;
    const isAuthority = readCertificate(block)?.ca;
    if (isAuthority === undefined) return `${what} is not a certificate that can be read`;
    if (!isAuthority) return `${what} is not the certificate of an authority (CA)`;
    const bytes = block.bytes.toString("base64");
    const before = seen.get(bytes);
    if (before !== undefined) return `${what} is the same as block ${before + 1}`;
    seen.set(bytes, index);
  }
  return blocks.length === 0 ? "must have at least one certificate in PEM form" : undefined;
}

/** @see k8s.io/kubernetes/pkg/apis/certificates/validation/validation.go ValidateClusterTrustBundleUpdate */
export function validateTrustBundleUpdate(
  { spec }: Decoded<ClusterTrustBundle>,
  { spec: old }: Decoded<ClusterTrustBundle>,
  to: Complaints,
): void {
  validateImmutable(spec?.signerName, old?.signerName, path.field("signerName"), to);
}
