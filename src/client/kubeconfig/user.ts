import { createSecureContext } from "node:tls";
import { type Credential, type Credentials, fixedCredentials } from "../credentials/credentials.ts";
import { execCredentials } from "../credentials/exec.ts";
import { tokenFile } from "../credentials/token-file.ts";
import { execOf } from "./exec.ts";
import type { Part } from "./fields.ts";
import { CERTIFICATE, KEY, material, pathIn } from "./files.ts";
import { impersonationOf } from "./impersonation.ts";
import type { Server } from "./server.ts";

/** As whom. */
export interface User {
  readonly credentials: Credentials;
  readonly impersonation: Readonly<Record<string, string | readonly string[]>>;
}

export interface UserContext {
  readonly name: string;
  /** Undefined where the server itself is wrong. */
  readonly server: Server | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Nobody, where the context names no user. */
export function userOf(user: Part | undefined, context: UserContext): User {
  if (!user)
    return { credentials: fixedCredentials({}, "the context names no user"), impersonation: {} };
  refuseRemoved(user);
  return { credentials: credentialsOf(user, context), impersonation: impersonationOf(user) };
}

/** A token or a password is used before a program, and a certificate beside both, as kubectl does. */
function credentialsOf(user: Part, context: UserContext): Credentials {
  const origin = `user "${context.name}" of ${user.file}`;
  const certificates = certificatesOf(user);
  const token = user.text("token");
  const file = pathIn(user, "tokenFile");
  const name = user.text("username");
  const password = user.text("password");
  const hasPassword = name !== undefined || password !== undefined;
  if (hasPassword && (token !== undefined || file !== undefined))
    user.fail("username", {
      message: "there is a token, and username and password",
      instead: "one of the two",
    });
  const exec = execOf(user);
  // Nothing secret goes over a line that anybody can read.
  if (context.server?.url.protocol === "http:")
    return fixedCredentials({}, `${origin}, whose login is not sent to a server without TLS`);
  if (file !== undefined)
    return tokenFile(file, `${origin}, by the token in ${file}`, certificates);
  if (token !== undefined)
    return fixedCredentials(
      { ...certificates, authorization: `Bearer ${token}` },
      `${origin}, by its token`,
    );
  if (hasPassword) {
    const login = Buffer.from(`${name ?? ""}:${password ?? ""}`).toString("base64");
    const credential: Credential = { ...certificates, authorization: `Basic ${login}` };
    return fixedCredentials(credential, `${origin}, by its password`);
  }
  if (exec && certificates.certificate === undefined && context.server)
    return execCredentials(exec, { ...context, server: context.server, origin });
  const how = certificates.certificate ? "by its certificate" : "which has no login";
  return fixedCredentials(certificates, `${origin}, ${how}`);
}

function certificatesOf(user: Part): Credential {
  const certificate = material(user, "client-certificate", CERTIFICATE);
  const key = material(user, "client-key", KEY);
  if (certificate === undefined && key === undefined) return {};
  if (certificate === undefined || key === undefined)
    user.fail(key ? "client-key" : "client-certificate", {
      message: key
        ? "there is a client key without a certificate"
        : "there is a client certificate without a key",
      instead: key ? "client-certificate-data" : "client-key-data",
    });
  try {
    createSecureContext({ cert: certificate, key });
  } catch (error) {
    const isPair = error instanceof Error && /key values mismatch/i.test(error.message);
    user.fail("client-certificate-data", {
      message: isPair
        ? "the client certificate and the client key do not belong together"
        : "the client certificate or its key cannot be read",
    });
  }
  return { certificate, key };
}

/** Ways to log in that kubectl has no longer. */
function refuseRemoved(user: Part): void {
  const provider = user.part("auth-provider");
  if (!provider) return;
  const name = provider.text("name") ?? "";
  user.fail("auth-provider", {
    message: `auth-provider "${name}" is no longer in Kubernetes (since 1.26)`,
    instead: REPLACEMENTS[name] ?? "exec: with a credential plug-in of your cluster",
  });
}

const REPLACEMENTS: Readonly<Record<string, string>> = {
  gcp: "install gke-gcloud-auth-plugin, then: gcloud container clusters get-credentials CLUSTER",
  azure: "install kubelogin, then: kubelogin convert-kubeconfig",
  oidc: "install the plug-in kubectl oidc-login (int128/kubelogin), and exec: with it",
  openstack: "exec: with client-keystone-auth",
};
