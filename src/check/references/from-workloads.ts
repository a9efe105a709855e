import type { From } from "./from.ts";

const STORAGE = "storage.k8s.io";

/** What is beside pods: autoscalers, claims, volumes, accounts, quotas. */
export const fromWorkloads: From = {
  "autoscaling/HorizontalPodAutoscaler": (autoscaler, to) =>
    to.object(autoscaler.at("spec", "scaleTargetRef"), "its scale target"),
  "autoscaling.k8s.io/VerticalPodAutoscaler": (autoscaler, to) =>
    to.object(autoscaler.at("spec", "targetRef"), "its target"),
  // https://keda.sh/docs/latest/reference/scaledobject-spec/
  "keda.sh/ScaledObject": (scaled, to) =>
    to.object(scaled.at("spec", "scaleTargetRef"), "its scale target", {
      apiVersion: "apps/v1",
      kind: "Deployment",
    }),
  "apps/StatefulSet": (set, to) => {
    // A pod that is alone seldom asks for others by their names.
    const isWeak = (set.at("spec", "replicas").number ?? 1) < 2;
    to.add("Service", set.at("spec", "serviceName"), "the DNS names of its pods", { isWeak });
    for (const template of set.list("spec", "volumeClaimTemplates")) {
      const use = `the claims ${template.at("metadata", "name").text ?? ""}`;
      to.addCluster("StorageClass", STORAGE, template.at("spec", "storageClassName"), use);
    }
  },
  "/PersistentVolumeClaim": (claim, to) => {
    const spec = claim.at("spec");
    // A class that is not there may also only pair claims with volumes that say the same word.
    const isPaired = spec.at("volumeName").isThere || spec.at("selector").isThere;
    to.addCluster("StorageClass", STORAGE, spec.at("storageClassName"), "its class", isPaired);
    to.addCluster("PersistentVolume", "", spec.at("volumeName"), "its volume");
    const source = spec.at("dataSource");
    if (source.at("kind").text === "PersistentVolumeClaim")
      to.add("PersistentVolumeClaim", source.at("name"), "its data");
  },
  "/PersistentVolume": (volume, to) => {
    const claim = volume.at("spec", "claimRef");
    const namespace = claim.at("namespace").text;
    to.add("PersistentVolumeClaim", claim.at("name"), "being claimed", { namespace, isWeak: true });
  },
  "/ServiceAccount": (account, to) => {
    for (const secret of account.list("imagePullSecrets"))
      to.add("Secret", secret.at("name"), "pulling images", { optional: true });
  },
  // The token of an account that is not there is taken away.
  "/Secret": (secret, to) => {
    if (secret.at("type").text !== "kubernetes.io/service-account-token") return;
    const account = secret.at("metadata", "annotations").key("kubernetes.io/service-account.name");
    to.add("ServiceAccount", account, "its token");
  },
  "/ResourceQuota": (quota, to) => {
    for (const scope of quota.list("spec", "scopeSelector", "matchExpressions")) {
      if (scope.at("scopeName").text !== "PriorityClass") continue;
      for (const value of scope.list("values"))
        to.addCluster("PriorityClass", "scheduling.k8s.io", value, "its scope", true);
    }
  },
};
