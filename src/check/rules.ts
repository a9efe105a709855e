import { affinityWithoutPods } from "./graphs/affinity-without-pods.ts";
import { apiServerBlocked } from "./graphs/api-server-blocked.ts";
import { autoscalerWithoutRequests } from "./graphs/autoscaler-without-requests.ts";
import { blockingBudget } from "./graphs/blocking-budget.ts";
import { budgetWithoutPods } from "./graphs/budget-without-pods.ts";
import { claimCannotGrow } from "./graphs/claim-cannot-grow.ts";
import { claimDoesNotFit } from "./graphs/claim-does-not-fit.ts";
import { claimModeRefused } from "./graphs/claim-mode-refused.ts";
import { claimOnOneNode } from "./graphs/claim-on-one-node.ts";
import { databaseOnEmptydir } from "./graphs/database-on-emptydir.ts";
import { deprecatedKustomizeField } from "./graphs/deprecated-kustomize-field.ts";
import { dnsBlocked } from "./graphs/dns-blocked.ts";
import { dnsOverTcpBlocked } from "./graphs/dns-over-tcp-blocked.ts";
import { egressBlocked } from "./graphs/egress-blocked.ts";
import { fightingWorkloads } from "./graphs/fighting-workloads.ts";
import { graceBeforePrestop } from "./graphs/grace-before-prestop.ts";
import { hiddenMount } from "./graphs/hidden-mount.ts";
import { idleKustomizeEntry } from "./graphs/idle-kustomize-entry.ts";
import { jobBehindService } from "./graphs/job-behind-service.ts";
import { limitRangeRefuses } from "./graphs/limit-range-refuses.ts";
import { livenessBeforeStartup } from "./graphs/liveness-before-startup.ts";
import { localhostAddress } from "./graphs/localhost-address.ts";
import { memoryAboveLimit } from "./graphs/memory-above-limit.ts";
import { memoryVolume } from "./graphs/memory-volume.ts";
import { missingSubpath } from "./graphs/missing-subpath.ts";
import { missingTargetPort } from "./graphs/missing-target-port.ts";
import { movedNamespace } from "./graphs/moved-namespace.ts";
import { nestedFileMount } from "./graphs/nested-file-mount.ts";
import { nodesTooSmall } from "./graphs/nodes-too-small.ts";
import { otherEnvironment } from "./graphs/other-environment.ts";
import { outageOnRollout } from "./graphs/outage-on-rollout.ts";
import { overlappingAutoscalers } from "./graphs/overlapping-autoscalers.ts";
import { overlappingBudgets } from "./graphs/overlapping-budgets.ts";
import { overlappingServices } from "./graphs/overlapping-services.ts";
import { overwrittenSelector } from "./graphs/overwritten-selector.ts";
import { placeholder } from "./graphs/placeholder.ts";
import { podAboveNodes } from "./graphs/pod-above-nodes.ts";
import { policyClusterIp } from "./graphs/policy-cluster-ip.ts";
import { policyNamespaceLabel } from "./graphs/policy-namespace-label.ts";
import { policyServicePort } from "./graphs/policy-service-port.ts";
import { policyUnheardPort } from "./graphs/policy-unheard-port.ts";
import { policyUnknownPort } from "./graphs/policy-unknown-port.ts";
import { policyWithoutPods } from "./graphs/policy-without-pods.ts";
import { postgresSortMemory } from "./graphs/postgres-sort-memory.ts";
import { quotaBlocksRollout } from "./graphs/quota-blocks-rollout.ts";
import { quotaDemandsResources } from "./graphs/quota-demands-resources.ts";
import { quotaExceeded } from "./graphs/quota-exceeded.ts";
import { quotaHeadroom } from "./graphs/quota-headroom.ts";
import { readOnlyTemporary } from "./graphs/read-only-temporary.ts";
import { replicasBesideAutoscaler } from "./graphs/replicas-beside-autoscaler.ts";
import { replicasOnHostpath } from "./graphs/replicas-on-hostpath.ts";
import { retentionAboveVolume } from "./graphs/retention-above-volume.ts";
import { rolloutWaitsForClaim } from "./graphs/rollout-waits-for-claim.ts";
import { sameInEnvironments } from "./graphs/same-in-environments.ts";
import { scrapeBlocked } from "./graphs/scrape-blocked.ts";
import { serviceWithoutPods } from "./graphs/service-without-pods.ts";
import { singlePodClaim } from "./graphs/single-pod-claim.ts";
import { solverBlocked } from "./graphs/solver-blocked.ts";
import { spreadOfOthers } from "./graphs/spread-of-others.ts";
import { startupBeyondDeadline } from "./graphs/startup-beyond-deadline.ts";
import { surgeNeedsNode } from "./graphs/surge-needs-node.ts";
import { tooFewNodes } from "./graphs/too-few-nodes.ts";
import { trafficBlocked } from "./graphs/traffic-blocked.ts";
import { uncountableBudget } from "./graphs/uncountable-budget.ts";
import { undeclaredHeadlessPort } from "./graphs/undeclared-headless-port.ts";
import { undeclaredTargetPort } from "./graphs/undeclared-target-port.ts";
import { unisolatedPods } from "./graphs/unisolated-pods.ts";
import { unknownHost } from "./graphs/unknown-host.ts";
import { unknownPodHost } from "./graphs/unknown-pod-host.ts";
import { unknownProbePort } from "./graphs/unknown-probe-port.ts";
import { unlistedFile } from "./graphs/unlisted-file.ts";
import { unprovidedHost } from "./graphs/unprovided-host.ts";
import { unresolvableExternalName } from "./graphs/unresolvable-external-name.ts";
import { unresolvedHost } from "./graphs/unresolved-host.ts";
import { unusedVolume } from "./graphs/unused-volume.ts";
import { unwrittenPort } from "./graphs/unwritten-port.ts";
import { verticalBesideHorizontal } from "./graphs/vertical-beside-horizontal.ts";
import { webhookBlocked } from "./graphs/webhook-blocked.ts";
import { wrongServicePort } from "./graphs/wrong-service-port.ts";
import { clusterAdmin } from "./practice/cluster-admin.ts";
import { dangerousCapability } from "./practice/dangerous-capability.ts";
import { defaultAccountRole } from "./practice/default-account-role.ts";
import { defaultNamespace } from "./practice/default-namespace.ts";
import { deprecatedAccountField } from "./practice/deprecated-account-field.ts";
import { emptyBudget } from "./practice/empty-budget.ts";
import { endlessCronjob } from "./practice/endless-cronjob.ts";
import { exposedService } from "./practice/exposed-service.ts";
import { fixedAutoscaler } from "./practice/fixed-autoscaler.ts";
import { forgottenFailures } from "./practice/forgotten-failures.ts";
import { hostNetwork } from "./practice/host-network.ts";
import { hostPath } from "./practice/host-path.ts";
import { hostPort } from "./practice/host-port.ts";
import { hostProcesses } from "./practice/host-processes.ts";
import { identicalProbes } from "./practice/identical-probes.ts";
import { ingressWithoutTls } from "./practice/ingress-without-tls.ts";
import { lastingJob } from "./practice/lasting-job.ts";
import { loosenedIsolation } from "./practice/loosened-isolation.ts";
import { missingBudget } from "./practice/missing-budget.ts";
import { missingLabels } from "./practice/missing-labels.ts";
import { missingLiveness } from "./practice/missing-liveness.ts";
import { missingMemoryLimit } from "./practice/missing-memory-limit.ts";
import { missingReadiness } from "./practice/missing-readiness.ts";
import { missingRequests } from "./practice/missing-requests.ts";
import { missingSpread } from "./practice/missing-spread.ts";
import { mutableImage } from "./practice/mutable-image.ts";
import { openNamespace } from "./practice/open-namespace.ts";
import { plainSecret } from "./practice/plain-secret.ts";
import { powerfulRole } from "./practice/powerful-role.ts";
import { privilegedContainer } from "./practice/privileged-container.ts";
import { publicRole } from "./practice/public-role.ts";
import { readableSecrets } from "./practice/readable-secrets.ts";
import { runsAsRoot } from "./practice/runs-as-root.ts";
import { runtimeSocket } from "./practice/runtime-socket.ts";
import { secretInConfigmap } from "./practice/secret-in-configmap.ts";
import { secretsInEnvironment } from "./practice/secrets-in-environment.ts";
import { sensitiveHostPath } from "./practice/sensitive-host-path.ts";
import { singleReplica } from "./practice/single-replica.ts";
import { sshPort } from "./practice/ssh-port.ts";
import { unboundedScratch } from "./practice/unbounded-scratch.ts";
import { undeclaredProbePort } from "./practice/undeclared-probe-port.ts";
import { unhardenedContainer } from "./practice/unhardened-container.ts";
import { unhealthyEviction } from "./practice/unhealthy-eviction.ts";
import { unusedToken } from "./practice/unused-token.ts";
import { wildcardRole } from "./practice/wildcard-role.ts";
import { writableRoot } from "./practice/writable-root.ts";
import { alertWithoutJob } from "./programs/alert-without-job.ts";
import { boundToLocalhost } from "./programs/bound-to-localhost.ts";
import { buildTimeVariable } from "./programs/build-time-variable.ts";
import { countNotReplicas } from "./programs/count-not-replicas.ts";
import { dataOutsideVolume } from "./programs/data-outside-volume.ts";
import { endsAtOnce } from "./programs/ends-at-once.ts";
import { evictingBroker } from "./programs/evicting-broker.ts";
import { exporterWithoutTarget } from "./programs/exporter-without-target.ts";
import { foreignProbe } from "./programs/foreign-probe.ts";
import { initOfAnotherVersion } from "./programs/init-of-another-version.ts";
import { invalidAlertmanagerConfig } from "./programs/invalid-alertmanager-config.ts";
import { invalidIngressAnnotation } from "./programs/invalid-ingress-annotation.ts";
import { invalidNginxConfig } from "./programs/invalid-nginx-config.ts";
import { invalidPrometheusConfig } from "./programs/invalid-prometheus-config.ts";
import { localhostReceiver } from "./programs/localhost-receiver.ts";
import { migrationInEveryReplica } from "./programs/migration-in-every-replica.ts";
import { missingSetting } from "./programs/missing-setting.ts";
import { pipeWithoutPipefail } from "./programs/pipe-without-pipefail.ts";
import { refusedUser } from "./programs/refused-user.ts";
import { retiredIngressNginx } from "./programs/retired-ingress-nginx.ts";
import { severalSchedulers } from "./programs/several-schedulers.ts";
import { sharedCertificateSecret } from "./programs/shared-certificate-secret.ts";
import { starInPath } from "./programs/star-in-path.ts";
import { unheardPort } from "./programs/unheard-port.ts";
import { unheardScrape } from "./programs/unheard-scrape.ts";
import { unknownCertManagerAnnotation } from "./programs/unknown-cert-manager-annotation.ts";
import { unknownIngressAnnotation } from "./programs/unknown-ingress-annotation.ts";
import { unloadedRules } from "./programs/unloaded-rules.ts";
import { unreadConfig } from "./programs/unread-config.ts";
import { unwritablePath } from "./programs/unwritable-path.ts";
import { websocketSyncWorker } from "./programs/websocket-sync-worker.ts";
import { websocketTimeout } from "./programs/websocket-timeout.ts";
import { wildcardWithHttp01 } from "./programs/wildcard-with-http01.ts";
import { idleMonitor } from "./references/idle-monitor.ts";
import { missingClaim } from "./references/missing-claim.ts";
import { missingClass } from "./references/missing-class.ts";
import { missingConfigMap } from "./references/missing-configmap.ts";
import { missingGateway } from "./references/missing-gateway.ts";
import { missingGrant } from "./references/missing-grant.ts";
import { missingHeadlessService } from "./references/missing-headless-service.ts";
import { missingIssuer } from "./references/missing-issuer.ts";
import { missingKey } from "./references/missing-key.ts";
import { missingNamespace } from "./references/missing-namespace.ts";
import { missingObject } from "./references/missing-object.ts";
import { missingPort } from "./references/missing-port.ts";
import { missingRole } from "./references/missing-role.ts";
import { missingSecret } from "./references/missing-secret.ts";
import { missingSecretStore } from "./references/missing-secret-store.ts";
import { missingService } from "./references/missing-service.ts";
import { missingServiceAccount } from "./references/missing-service-account.ts";
import { missingWorkload } from "./references/missing-workload.ts";
import { refusedRoute } from "./references/refused-route.ts";
import { unpickedMonitor } from "./references/unpicked-monitor.ts";
import { unsetVariable } from "./references/unset-variable.ts";
import { wrongAssumption } from "./references/wrong-assumption.ts";
import type { Rule } from "./rule.ts";
import { serverRules } from "./server-rules.ts";

/** Every rule, layer by layer. */
export const rules: readonly Rule[] = [
  ...serverRules,
  missingConfigMap,
  missingSecret,
  missingKey,
  missingService,
  missingPort,
  missingHeadlessService,
  missingClaim,
  missingServiceAccount,
  missingRole,
  missingClass,
  missingWorkload,
  missingGateway,
  missingIssuer,
  missingSecretStore,
  missingObject,
  missingGrant,
  refusedRoute,
  missingNamespace,
  idleMonitor,
  unpickedMonitor,
  unsetVariable,
  wrongAssumption,
  undeclaredTargetPort,
  overwrittenSelector,
  movedNamespace,
  idleKustomizeEntry,
  unlistedFile,
  deprecatedKustomizeField,
  overlappingServices,
  jobBehindService,
  serviceWithoutPods,
  missingTargetPort,
  overlappingBudgets,
  budgetWithoutPods,
  blockingBudget,
  uncountableBudget,
  overlappingAutoscalers,
  autoscalerWithoutRequests,
  replicasBesideAutoscaler,
  verticalBesideHorizontal,
  fightingWorkloads,
  policyWithoutPods,
  affinityWithoutPods,
  spreadOfOthers,
  tooFewNodes,
  surgeNeedsNode,
  outageOnRollout,
  startupBeyondDeadline,
  unknownProbePort,
  livenessBeforeStartup,
  graceBeforePrestop,
  trafficBlocked,
  dnsBlocked,
  dnsOverTcpBlocked,
  egressBlocked,
  apiServerBlocked,
  scrapeBlocked,
  solverBlocked,
  webhookBlocked,
  policyUnknownPort,
  policyServicePort,
  policyUnheardPort,
  policyNamespaceLabel,
  policyClusterIp,
  unisolatedPods,
  quotaExceeded,
  quotaBlocksRollout,
  quotaHeadroom,
  quotaDemandsResources,
  limitRangeRefuses,
  podAboveNodes,
  nodesTooSmall,
  memoryAboveLimit,
  postgresSortMemory,
  memoryVolume,
  retentionAboveVolume,
  singlePodClaim,
  claimOnOneNode,
  rolloutWaitsForClaim,
  claimModeRefused,
  claimDoesNotFit,
  claimCannotGrow,
  nestedFileMount,
  missingSubpath,
  hiddenMount,
  unusedVolume,
  replicasOnHostpath,
  readOnlyTemporary,
  databaseOnEmptydir,
  unknownHost,
  unprovidedHost,
  wrongServicePort,
  unwrittenPort,
  undeclaredHeadlessPort,
  unknownPodHost,
  unresolvedHost,
  unresolvableExternalName,
  localhostAddress,
  otherEnvironment,
  sameInEnvironments,
  placeholder,
  missingSetting,
  unwritablePath,
  refusedUser,
  endsAtOnce,
  unheardPort,
  boundToLocalhost,
  unheardScrape,
  foreignProbe,
  unreadConfig,
  dataOutsideVolume,
  exporterWithoutTarget,
  buildTimeVariable,
  migrationInEveryReplica,
  initOfAnotherVersion,
  countNotReplicas,
  severalSchedulers,
  evictingBroker,
  pipeWithoutPipefail,
  websocketSyncWorker,
  websocketTimeout,
  starInPath,
  invalidIngressAnnotation,
  unknownIngressAnnotation,
  retiredIngressNginx,
  wildcardWithHttp01,
  sharedCertificateSecret,
  unknownCertManagerAnnotation,
  invalidNginxConfig,
  invalidPrometheusConfig,
  unloadedRules,
  alertWithoutJob,
  invalidAlertmanagerConfig,
  localhostReceiver,
  missingRequests,
  missingMemoryLimit,
  unboundedScratch,
  missingReadiness,
  missingLiveness,
  identicalProbes,
  undeclaredProbePort,
  mutableImage,
  plainSecret,
  secretInConfigmap,
  secretsInEnvironment,
  privilegedContainer,
  hostProcesses,
  hostNetwork,
  hostPort,
  runtimeSocket,
  sensitiveHostPath,
  hostPath,
  dangerousCapability,
  loosenedIsolation,
  unhardenedContainer,
  runsAsRoot,
  writableRoot,
  clusterAdmin,
  publicRole,
  defaultAccountRole,
  wildcardRole,
  powerfulRole,
  readableSecrets,
  unusedToken,
  singleReplica,
  missingBudget,
  missingSpread,
  emptyBudget,
  unhealthyEviction,
  fixedAutoscaler,
  endlessCronjob,
  forgottenFailures,
  lastingJob,
  openNamespace,
  exposedService,
  ingressWithoutTls,
  sshPort,
  defaultNamespace,
  missingLabels,
  deprecatedAccountField,
];
