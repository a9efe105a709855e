import { configKeyProblem } from "../../../names.ts";
import { tlsPairProblem } from "../../../tls-pair.ts";
import type { Secret } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { validateImmutable } from "../../immutable.ts";
import { validateSecretType } from "./secret-types.ts";
import { LARGEST, sizeOfBytes, tooLarge } from "./size.ts";
import { validateKept } from "./unchanged.ts";

const path = FieldPath.root.field("data");

/**
 * Plain text becomes data, and wins over data of the same key.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/v1/conversion.go Convert_v1_Secret_To_core_Secret
 */
export function prepareSecret(object: Record<string, unknown>): void {
  const secret = object as Partial<Secret>;
  const plain = Object.entries(secret.stringData ?? {});
  if (plain.length === 0) return;
  const encoded = plain.map(([key, text]) => [key, Buffer.from(text).toString("base64")] as const);
  secret.data = { ...secret.data, ...Object.fromEntries(encoded) };
  delete secret.stringData;
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateSecret */
export function validateSecret(secret: Decoded<Secret>, to: Complaints): void {
  let size = 0;
  for (const [key, value = ""] of Object.entries(secret.data ?? {})) {
    to.problem(path.key(key), configKeyProblem(key));
    size += sizeOfBytes(value);
  }
  if (size > LARGEST) tooLarge(size, path, to);
  validateSecretType(secret, to);
}

/** @see k8s.io/kubernetes/pkg/registry/core/secret/strategy.go warningsForSecret */
export function warnSecret({ type, data = {} }: Decoded<Secret>, to: Complaints): void {
  if (type !== "kubernetes.io/tls") return;
  const [certificate, key] = [data["tls.crt"], data["tls.key"]].map((value = "") =>
    Buffer.from(value, "base64").toString("latin1"),
  );
  const problem = tlsPairProblem(certificate ?? "", key ?? "");
  if (problem !== undefined) to.warn(FieldPath.root, problem);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateSecretUpdate */
export function validateSecretUpdate(
  secret: Decoded<Secret>,
  old: Decoded<Secret>,
  to: Complaints,
): void {
  validateImmutable(secret.type, old.type, FieldPath.root.field("type"), to);
  validateKept(secret, old, ["data"], to);
}
