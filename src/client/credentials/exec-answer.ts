import { isFields } from "../../kubernetes/fields.ts";
import { ConnectionError } from "../errors.ts";
import type { Credential } from "./credentials.ts";
import type { ExecPlugin } from "./exec.ts";

/** Reads the ExecCredential that a program wrote. Its text is never told: it is a secret. */
export function readAnswer(
  output: string,
  { command, apiVersion }: Pick<ExecPlugin, "command" | "apiVersion">,
): Credential & { readonly expires?: number | undefined } {
  const refuse = (what: string): never => {
    throw new ConnectionError("credentials", `the program ${command} ${what}`);
  };
  const answer = parsed(output) ?? refuse("wrote no ExecCredential");
  if (answer.kind !== "ExecCredential") refuse("wrote no ExecCredential");
  if (answer.apiVersion !== apiVersion)
    refuse(`answers in ${String(answer.apiVersion)}, and the kubeconfig says ${apiVersion}`);
  const { status } = answer;
  if (!isFields(status)) return refuse("wrote an ExecCredential without a status");
  const { token, clientCertificateData: certificate, clientKeyData: key } = status;
  if (!token && !certificate && !key) refuse("gave neither a token nor a certificate");
  if (!certificate !== !key) refuse("gave a certificate or a key, and not both");
  const expires = status.expirationTimestamp;
  return {
    ...(typeof token === "string" && token !== "" && { authorization: `Bearer ${token}` }),
    ...(typeof certificate === "string" && { certificate: Buffer.from(certificate) }),
    ...(typeof key === "string" && { key: Buffer.from(key) }),
    ...(typeof expires === "string" && { expires: Date.parse(expires) || undefined }),
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
