import { readCertificate } from "../certificate.ts";
import { pemBlocks } from "../pem.ts";

/**
 * What is wrong with certificates, in base64 of PEM, by which servers are to be known.
 *
 * @see k8s.io/apiserver/pkg/util/webhook/validation.go ValidateCABundle
 */
export function caBundleProblem(base64: string): string | undefined {
  const blocks = pemBlocks(Buffer.from(base64, "base64").toString("utf8"));
  const certificates = blocks.filter(
    ({ type, hasHeaders }) => type === "CERTIFICATE" && !hasHeaders,
  );
  if (certificates.length === 0) return "holds no certificate in PEM form";
  const isRead = certificates.every((block) => readCertificate(block) !== undefined);
  return isRead ? undefined : "holds a certificate that cannot be read";
}
