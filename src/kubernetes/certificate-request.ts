import { constants, createPublicKey, verify } from "node:crypto";
import { DER, type DerValue, derValues, objectId } from "./der.ts";
import { pemBlocks } from "./pem.ts";

/** The hash of each way to sign; null where it is part of the way itself. */
const SIGNATURES: ReadonlyMap<string, string | null> = new Map([
  ["1.2.840.113549.1.1.5", "sha1"],
  ["1.2.840.113549.1.1.11", "sha256"],
  ["1.2.840.113549.1.1.12", "sha384"],
  ["1.2.840.113549.1.1.13", "sha512"],
  ["1.2.840.10045.4.1", "sha1"],
  ["1.2.840.10045.4.3.2", "sha256"],
  ["1.2.840.10045.4.3.3", "sha384"],
  ["1.2.840.10045.4.3.4", "sha512"],
  ["1.3.101.112", null],
]);
const PSS = "1.2.840.113549.1.1.10";
const ORGANIZATION = "2.5.4.10";

/** A request for a certificate (PKCS #10), as far as Kubernetes looks at it. */
export interface CertificateRequest {
  /** Of the subject. */
  readonly organizations: readonly string[];
  /** Whether whoever made it has the private key. */
  readonly isSigned: boolean;
}

/**
 * Reads a request in PEM form.
 *
 * @throws {SyntaxError} with what is wrong
 * @see k8s.io/kubernetes/pkg/apis/certificates/helpers.go ParseCSR
 */
export function readCertificateRequest(pem: string): CertificateRequest {
  const [block] = pemBlocks(pem);
  if (block?.type !== "CERTIFICATE REQUEST")
    throw new SyntaxError("does not begin with a CERTIFICATE REQUEST in PEM form");
  try {
    return read(block.bytes);
  } catch {
    throw new SyntaxError("is not a certificate request (PKCS #10)");
  }
}

function read(bytes: Buffer): CertificateRequest {
  const [request, ...rest] = derValues(bytes);
  if (rest.length > 0) throw new RangeError("something follows");
  const [body, algorithm, signature] = sequence(request);
  const [, subject, publicKey] = sequence(body);
  if (!signature || !publicKey || !body) throw new RangeError("something is missing");
  const key = createPublicKey({ key: publicKey.whole, format: "der", type: "spki" });
  // The first byte of a bit string says how many bits of the last are unused.
  const bits = signature.content.subarray(1);
  const [way] = sequence(algorithm);
  const id = way ? objectId(way) : "";
  const hash = SIGNATURES.get(id);
  const isSigned =
    id === PSS
      ? ["sha256", "sha384", "sha512"].some((each) =>
          verify(each, body.whole, { key, padding: constants.RSA_PKCS1_PSS_PADDING }, bits),
        )
      : hash !== undefined && verify(hash, body.whole, key, bits);
  return { organizations: organizationsOf(subject), isSigned };
}

/** A name is a sequence of sets of pairs. */
function organizationsOf(subject: DerValue | undefined): string[] {
  return sequence(subject)
    .flatMap(({ content }) => derValues(content))
    .map((pair) => sequence(pair))
    .filter(([type]) => type?.tag === DER.objectId && objectId(type) === ORGANIZATION)
    .map(([, value]) => value?.content.toString() ?? "");
}

function sequence(value: DerValue | undefined): DerValue[] {
  if (value?.tag !== DER.sequence) throw new RangeError("no sequence");
  return derValues(value.content);
}
