import type { Bytes, Duration } from "../../options/values.ts";
import type { CallSite } from "../../where.ts";
import type { ClusterWide } from "./objects.ts";
import type { Named } from "./programs.ts";

/** The nginx configuration of a site. */
export interface ResolvedSite {
  readonly site: CallSite;
  readonly program: string;
  readonly config: string;
  readonly key?: string | undefined;
  readonly port: number;
  readonly root: string;
  readonly proxy: readonly {
    readonly path: string;
    readonly host: string;
    readonly port: number;
  }[];
  readonly timeout: Duration;
  readonly bodySize: Bytes;
  readonly headers: Readonly<Record<string, string>>;
  readonly cors: readonly string[];
  readonly httpsOnly: boolean;
  readonly logs: boolean;
}

export interface ResolvedRoute {
  readonly host: string;
  readonly paths: readonly {
    readonly path: string;
    readonly service: string;
    readonly port: string;
    /** The same port by its number at the Service. */
    readonly number: number;
  }[];
}

export interface ResolvedIngress extends Named {
  readonly routes: readonly ResolvedRoute[];
  /** The Secret with the certificate. */
  readonly tls?: string | undefined;
  readonly redirect: boolean;
  readonly cors: readonly string[];
  readonly rateLimit?:
    | { readonly perSecond?: number; readonly perMinute?: number; readonly connections?: number }
    | undefined;
  readonly timeout?: Duration | undefined;
  readonly streaming: boolean;
  readonly bodySize?: Bytes | undefined;
  readonly webSockets: readonly string[] | undefined;
  readonly class: string;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ResolvedCertificate extends Named {
  readonly issuer: string;
  readonly hosts: readonly string[];
}

export interface ResolvedIssuer extends ClusterWide {
  readonly email: string;
  readonly server: string;
  readonly http01: boolean;
  readonly dns01?: Readonly<Record<string, unknown>> | undefined;
  readonly ingressClass: string;
  /** The Gateway through which hosts are proven over HTTP, in place of an Ingress. */
  readonly gateway: string | undefined;
}
