import { readCertificateRequest } from "../../certificate-request.ts";
import type { CertificateSigningRequest } from "../../types/certificates.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateSignerName } from "../signer-name.ts";

const path = FieldPath.root.field("spec");
const SHORTEST = 600;
const OF_CLIENTS = "kubernetes.io/kube-apiserver-client";

const USAGES = [
  "any",
  "cert sign",
  "client auth",
  "code signing",
  "content commitment",
  "crl sign",
  "data encipherment",
  "decipher only",
  "digital signature",
  "email protection",
  "encipher only",
  "ipsec end system",
  "ipsec tunnel",
  "ipsec user",
  "key agreement",
  "key encipherment",
  "microsoft sgc",
  "netscape sgc",
  "ocsp signing",
  "s/mime",
  "server auth",
  "signing",
  "timestamping",
];

/** @see k8s.io/kubernetes/pkg/apis/certificates/validation/validation.go validateCertificateSigningRequest */
export function validateSigningRequest(
  { spec = {} }: Decoded<CertificateSigningRequest>,
  to: Complaints,
): void {
  const { request = "", usages = [], signerName = "", expirationSeconds } = spec;
  validateRequest(request, signerName, to);
  validateUsages(usages, path.field("usages"), to);
  const signer = path.field("signerName");
  if (signerName === "kubernetes.io/legacy-unknown")
    to.invalid(signer, "the signer of the older API is not possible in this one");
  else validateSignerName(signerName, signer, to);
  if (expirationSeconds !== undefined && expirationSeconds < SHORTEST)
    to.invalid(
      path.field("expirationSeconds"),
      `${expirationSeconds} seconds are less than ten minutes`,
      `${SHORTEST} or more`,
    );
}

function validateRequest(request: string, signerName: string, to: Complaints): void {
  const at = path.field("request");
  try {
    const text = Buffer.from(request, "base64").toString("latin1");
    const { isSigned, organizations } = readCertificateRequest(text);
    if (!isSigned) to.invalid(at, "its signature is not that of its own key");
    // What the admission plug-in CertificateSubjectRestriction refuses.
    if (signerName === OF_CLIENTS && organizations.includes("system:masters"))
      to.forbidden(at, "nobody may ask for the group system:masters");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    to.invalid(at, error.message);
  }
}

function validateUsages(usages: readonly string[], path: FieldPath, to: Complaints): void {
  if (usages.length === 0) to.required(path, "must have at least one usage", '"client auth"');
  const seen = new Set<string>();
  for (const [index, usage] of usages.entries()) {
    if (!USAGES.includes(usage)) to.unsupported(path.index(index), usage, USAGES);
    if (seen.has(usage)) to.duplicate(path.index(index), usage);
    seen.add(usage);
  }
}
