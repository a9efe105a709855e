import type { Target } from "./cluster.ts";
import type { Credentials } from "./credentials/credentials.ts";

/** How the other side of a TLS connection is known. */
export interface ServerTrust {
  /** PEM; the certificates that Node trusts by default. */
  readonly ca?: Buffer | undefined;
  /** The name that its certificate must have; the server's host by default. */
  readonly serverName?: string | undefined;
  /** Believes every certificate. */
  readonly isBlind: boolean;
}

/** All that is needed to talk to one API server as one user. Made without sending anything. */
export interface Access {
  readonly target: Target;
  /** Without a slash at its end; may have a path. */
  readonly server: URL;
  readonly trust: ServerTrust;
  /** The kubeconfig's `proxy-url`; what the environment says by default. */
  readonly proxy: URL | undefined;
  /** Whether answers may come compressed. */
  readonly isCompressed: boolean;
  /** Sent with every request: whom to act as. */
  readonly impersonation: Readonly<Record<string, string | readonly string[]>>;
  readonly credentials: Credentials;
}
