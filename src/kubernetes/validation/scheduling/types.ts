/*
 * Of the alpha versions of this group only what is validated while the gates of single fields are
 * off, as they are where only the version itself was switched on.
 */

export interface Workload {
  readonly spec?: WorkloadSpec;
}

export interface WorkloadSpec {
  readonly controllerRef?: {
    readonly apiGroup?: string;
    readonly kind?: string;
    readonly name?: string;
  };
  /** In v1alpha2. */
  readonly podGroupTemplates?: readonly PodGroupTemplate[];
  /** In v1alpha1. */
  readonly podGroups?: readonly PodGroupTemplate[];
}

export interface PodGroupTemplate {
  readonly name?: string;
  /** In v1alpha2. */
  readonly schedulingPolicy?: SchedulingPolicy;
  /** In v1alpha1. */
  readonly policy?: SchedulingPolicy;
}

export interface SchedulingPolicy {
  readonly basic?: object;
  readonly gang?: { readonly minCount?: number };
}

export interface PodGroup {
  readonly spec?: PodGroupSpec;
}

export interface PodGroupSpec {
  readonly podGroupTemplateRef?: {
    readonly workload?: { readonly workloadName?: string; readonly podGroupTemplateName?: string };
  };
  readonly schedulingPolicy?: SchedulingPolicy;
}
