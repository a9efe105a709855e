import type { Duration } from "../../options/values.ts";

interface Source {
  /** The name of the tool's own objects for this environment. */
  readonly name: string;
  readonly repo: string;
  /** The environment's overlay in the repository. */
  readonly path: string;
  /** Where the tool runs. */
  readonly namespace: string;
}

/** Who applies this environment from a git repository. */
export type ResolvedGitops =
  | (Source & {
      readonly by: "argocd";
      readonly revision: string;
      readonly project: string;
      readonly server: string;
      readonly isAutomatic: boolean;
    })
  | (Source & {
      readonly by: "flux";
      readonly branch: string;
      readonly interval: Duration;
      readonly login?: string | undefined;
      /** The Secret with the key, where secrets are encrypted by sops. */
      readonly ageKey?: string | undefined;
    });
