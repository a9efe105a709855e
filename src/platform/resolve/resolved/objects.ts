import type { Bytes } from "../../options/values.ts";
import type { ExternalSecrets, SecretType } from "../../secret.ts";
import type { Named, ResolvedAccess } from "./programs.ts";

export interface ResolvedConfig extends Named {
  readonly data: Readonly<Record<string, string>>;
}

export interface ResolvedSecret extends Named {
  readonly keys: readonly string[];
  readonly type: SecretType;
  readonly optional: boolean;
  readonly from: { readonly from: "existing" } | { readonly from: "generated" } | ExternalSecrets;
}

export interface ResolvedVolume extends Named {
  readonly size: Bytes;
  readonly shared: boolean;
  readonly class?: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Objects that belong to the whole cluster: shared by all environments, or this environment's own. */
export interface ClusterWide extends Named {
  readonly shared: boolean;
}

export interface ResolvedStorageClass extends ClusterWide {
  readonly provisioner: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly expandable: boolean;
  readonly reclaim: "Delete" | "Retain";
  readonly waitForPod: boolean;
  readonly mountOptions: readonly string[];
}

export interface ResolvedPriority extends ClusterWide {
  readonly value: number;
  readonly preempts: boolean;
  readonly description: string;
}

export interface ResolvedClusterAccess extends Named {
  readonly rules: readonly ResolvedAccess[];
  readonly paths: readonly string[];
  readonly to: { readonly serviceAccount: string; readonly namespace: string };
}

export interface ResolvedAdmission extends Named {
  readonly on: readonly string[];
  readonly rules: readonly { readonly expression: string; readonly message: string }[];
  readonly action: "Deny" | "Warn" | "Audit";
}
