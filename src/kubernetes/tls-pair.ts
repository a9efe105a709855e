import { readCertificate, readPrivateKey } from "./certificate.ts";
import { pemBlocks } from "./pem.ts";

/**
 * What is wrong with a certificate and its private key, as a server would load them: nothing of
 * either is quoted.
 *
 * @see crypto/tls X509KeyPair
 */
export function tlsPairProblem(certificate: string, key: string): string | undefined {
  const certificates = pemBlocks(certificate).filter(({ type }) => type === "CERTIFICATE");
  if (!certificates[0]) return "there is no certificate in PEM form in tls.crt";
  const keyBlock = pemBlocks(key).find(({ type }) => /(?:^| )PRIVATE KEY$/.test(type));
  if (!keyBlock) return "there is no private key in PEM form in tls.key";
  const leaf = readCertificate(certificates[0]);
  if (!leaf) return "the certificate in tls.crt cannot be read";
  const privateKey = readPrivateKey(keyBlock);
  if (!privateKey) return "the private key in tls.key cannot be read";
  if (leaf.checkPrivateKey(privateKey)) return undefined;
  return "the private key in tls.key does not belong to the certificate in tls.crt";
}
