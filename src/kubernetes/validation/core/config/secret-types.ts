import type { Secret } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";

const data = FieldPath.root.field("data");
const ACCOUNT = "kubernetes.io/service-account.name";

type Data = NonNullable<Decoded<Secret>["data"]>;

/**
 * What Kubernetes' own types of Secrets must hold; other types are anybody's. No value is quoted.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateSecret
 */
export function validateSecretType(secret: Decoded<Secret>, to: Complaints): void {
  const values = secret.data ?? {};
  switch (secret.type) {
    case "kubernetes.io/service-account-token": {
      const account = secret.metadata?.annotations?.[ACCOUNT] ?? "";
      const at = FieldPath.root.field("metadata", "annotations").key(ACCOUNT);
      if (account === "") to.required(at, "must name the ServiceAccount that the token is for");
      break;
    }
    case "kubernetes.io/dockercfg":
      validateJson(values, ".dockercfg", to);
      break;
    case "kubernetes.io/dockerconfigjson":
      validateJson(values, ".dockerconfigjson", to);
      break;
    case "kubernetes.io/basic-auth":
      if (Object.hasOwn(values, "username") || Object.hasOwn(values, "password")) break;
      for (const key of ["username", "password"])
        to.required(data.key(key), "a Secret of type basic-auth needs a username or a password");
      break;
    case "kubernetes.io/ssh-auth":
      if ((values["ssh-privatekey"] ?? "") === "")
        to.required(data.key("ssh-privatekey"), "a Secret of type ssh-auth needs this key");
      break;
    case "kubernetes.io/tls":
      for (const key of ["tls.crt", "tls.key"])
        if (!Object.hasOwn(values, key))
          to.required(data.key(key), "a Secret of type tls needs this key");
      break;
  }
}

/** A key whose value is a JSON object. */
function validateJson(values: Data, key: string, to: Complaints): void {
  const at = data.key(key);
  if (!Object.hasOwn(values, key)) {
    to.required(
      at,
      "a Secret of this type needs this key",
      "kubectl create secret docker-registry",
    );
    return;
  }
  const text = Buffer.from(values[key] ?? "", "base64").toString();
  if (!isJsonObject(text))
    to.invalid(at, "is not a JSON object", `{"auths": {"registry.example.com": {"auth": "…"}}}`);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value);
  } catch {
    return false;
  }
}
