import type { Recipe } from "../../generate.ts";
import type { Bytes } from "../../options/values.ts";
import type { SecretType } from "../../secret.ts";
import type { SecretStore } from "../../secret-store.ts";
import type { Named, ResolvedAccess } from "./programs.ts";

export interface ResolvedConfig extends Named {
  readonly data: Readonly<Record<string, string>>;
}

export interface ResolvedSecret extends Named {
  readonly keys: readonly string[];
  /** Those of `keys` that programs start without. */
  readonly optionalKeys: readonly string[];
  readonly type: SecretType;
  /** Programs start without the whole of it. */
  readonly optional: boolean;
  /** How the values of keys are made; where `madeUp`, those that nobody gives are made so. */
  readonly recipes: Readonly<Record<string, Recipe>>;
  readonly madeUp: boolean;
  readonly from: SecretStore;
  /** The encrypted file, seen from the platform file, for what is sealed or encrypted with sops. */
  readonly file?: string | undefined;
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
