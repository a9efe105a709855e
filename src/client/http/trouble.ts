import { ConnectionError } from "../errors.ts";

/** A connection or an answer that took too long. */
export class Late extends Error {
  readonly during: "connect" | "answer";

  constructor(during: Late["during"], seconds: number) {
    super(`nothing came for ${seconds} s`);
    this.during = during;
  }
}

/** The answer ended before it was whole. */
export class Cut extends Error {}

/** The server had closed a connection that was kept, just as it was used again: nobody's fault. */
export class Stale extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

/** Why no answer came, in words. Errors that are told already stay what they are. */
export function troubleOf(error: unknown, server: URL): Error {
  if (error instanceof ConnectionError) return error;
  if (!(error instanceof Error)) return new ConnectionError("broken", String(error));
  const options = { cause: error };
  const { host, hostname } = server;
  if (error instanceof Late)
    return error.during === "connect"
      ? new ConnectionError("unreachable", `${host} does not answer: ${error.message}`, options)
      : new ConnectionError("silent", `${host} did not answer in time: ${error.message}`, options);
  const code = codeOf(error);
  const unreachable = UNREACHABLE[code]?.(host, hostname);
  if (unreachable !== undefined) return new ConnectionError("unreachable", unreachable, options);
  const untrusted = untrustedBecause(code, error, server);
  if (untrusted !== undefined) return new ConnectionError("untrusted", untrusted, options);
  if (
    error instanceof Cut ||
    error instanceof Stale ||
    BROKEN.test(code) ||
    /socket hang up|aborted/.test(error.message)
  )
    return new ConnectionError("broken", `the connection to ${host} broke`, options);
  return error;
}

/** An error of several attempts (one for each address) has the code of the first. */
function codeOf(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error)
    return codeOf(error.errors[0]);
  return "code" in error && typeof error.code === "string" ? error.code : "";
}

const BROKEN =
  /^(?:ECONNRESET|EPIPE|ECONNABORTED|HPE_|ERR_STREAM_PREMATURE_CLOSE|Z_|ERR_SSL_|EPROTO|ENOTCONN|ERR_HTTP)/;

const UNREACHABLE: Readonly<Record<string, (host: string, hostname: string) => string>> = {
  ENOTFOUND: (_, name) =>
    `there is no host ${name}: is the name right, and are you in its network (VPN)?`,
  EAI_AGAIN: (_, name) => `the name ${name} cannot be looked up now: is there a network?`,
  ECONNREFUSED: (host) => `nobody listens at ${host}: is the cluster running?`,
  EHOSTUNREACH: (host) => `there is no way to ${host}: are you in its network (VPN)?`,
  ENETUNREACH: (host) => `there is no way to ${host}: is there a network?`,
  EADDRNOTAVAIL: (host) => `there is no way to ${host}: is there a network?`,
  ETIMEDOUT: (host) => `${host} does not answer: are you in its network (VPN)?`,
};

const FIX_CA =
  "put the cluster's own certificate authority into certificate-authority-data of the kubeconfig, or fetch the kubeconfig anew";

/** Node's and OpenSSL's codes for a certificate that is not believed. */
function untrustedBecause(code: string, error: Error, server: URL): string | undefined {
  const { host, hostname } = server;
  switch (code) {
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "CERT_SIGNATURE_FAILURE":
    case "CERT_UNTRUSTED":
      return `the certificate of ${host} is signed by nobody we trust: ${FIX_CA}`;
    case "CERT_HAS_EXPIRED":
      return `the certificate of ${host} has expired: renew it on the cluster (and look at the clock of this machine)`;
    case "CERT_NOT_YET_VALID":
      return `the certificate of ${host} is not valid yet: is the clock of this machine right?`;
    case "ERR_TLS_CERT_ALTNAME_INVALID": {
      const names = "cert" in error ? namesIn(error.cert) : "";
      return `the certificate of ${host} is for other names${names}: set tls-server-name in the kubeconfig to one of them, or connect by one (not ${hostname})`;
    }
    default:
      if (/wrong version number|packet length too long/.test(error.message))
        return `${host} speaks no TLS: is the port right? For a server without TLS write http://`;
      return /alert (?:bad certificate|unknown ca|certificate (?:required|expired|unknown|revoked))/.test(
        error.message,
      )
        ? `${host} refused our client certificate: it may have expired; fetch the kubeconfig anew`
        : undefined;
  }
}

function namesIn(certificate: unknown): string {
  const names =
    typeof certificate === "object" && certificate !== null && "subjectaltname" in certificate
      ? certificate.subjectaltname
      : undefined;
  if (typeof names !== "string") return "";
  return ` (${names.replaceAll(/(?:DNS|IP Address):/g, "")})`;
}
