/**
 * Labels of nodes that were renamed, with the names that they have now.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go betaToGALabel
 */
export const RENAMED_NODE_LABELS: ReadonlyMap<string, string> = new Map([
  ["beta.kubernetes.io/arch", "kubernetes.io/arch"],
  ["beta.kubernetes.io/os", "kubernetes.io/os"],
  ["failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"],
  ["failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"],
  ["beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"],
]);

const OTHERS: ReadonlyMap<string, string> = new Map([
  ["app.kubernetes.io/created-by", "leave it out"],
  ["scheduler.alpha.kubernetes.io/preferAvoidPods", "use taints and tolerations"],
  ["node-role.kubernetes.io/master", 'use "node-role.kubernetes.io/control-plane"'],
]);

/**
 * Says what to use in place of a label of nodes that the server warns of.
 *
 * @see k8s.io/kubernetes/pkg/api/node/util.go GetNodeLabelDeprecatedMessage
 */
export function deprecatedNodeLabelProblem(label: string): string | undefined {
  const renamed = RENAMED_NODE_LABELS.get(label);
  const instead = renamed === undefined ? OTHERS.get(label) : `use "${renamed}"`;
  return instead === undefined ? undefined : `the label "${label}" is deprecated; ${instead}`;
}
