import type { Collector } from "./collector.ts";
import type { From } from "./from.ts";
import type { Place } from "./place.ts";

const ARGO = "argoproj.io";
const FLUX_SOURCE = "source.toolkit.fluxcd.io";

/** Who brings releases out, and where they come from. */
export const fromDelivery: From = {
  // https://argoproj.github.io/argo-rollouts/features/specification/
  [`${ARGO}/Rollout`]: (rollout, to) => {
    const spec = rollout.at("spec");
    to.object(spec.at("workloadRef"), "its pods");
    const { canary, blueGreen } = {
      canary: spec.at("strategy", "canary"),
      blueGreen: spec.at("strategy", "blueGreen"),
    };
    for (const field of ["stableService", "canaryService"])
      to.add("Service", canary.at(field), field);
    for (const field of ["activeService", "previewService"])
      to.add("Service", blueGreen.at(field), field);
    to.add("Ingress", canary.at("trafficRouting", "nginx", "stableIngress"), "its traffic", {
      group: "networking.k8s.io",
    });
    const analyses = [
      canary.at("analysis"),
      ...canary.list("steps").map((step) => step.at("analysis")),
      blueGreen.at("prePromotionAnalysis"),
      blueGreen.at("postPromotionAnalysis"),
    ];
    for (const analysis of analyses)
      for (const template of analysis.list("templates")) addTemplate(template, to);
  },
  // Traffic goes to Services that Flagger makes: https://docs.flagger.app/usage/how-it-works
  "flagger.app/Canary": (canary, to) => {
    to.object(canary.at("spec", "targetRef"), "what it brings out");
    to.object(canary.at("spec", "autoscalerRef"), "its autoscaler");
  },
  // The project "default" is always there.
  [`${ARGO}/Application`]: (application, to) => {
    const project = application.at("spec", "project");
    if (project.text !== "default") to.add("AppProject", project, "its project", { group: ARGO });
  },
  "kustomize.toolkit.fluxcd.io/Kustomization": (kustomization, to) => {
    addSource(kustomization.at("spec", "sourceRef"), to);
    for (const other of kustomization.list("spec", "dependsOn"))
      to.add("Kustomization", other.at("name"), "what it waits for", {
        group: "kustomize.toolkit.fluxcd.io",
        namespace: other.at("namespace").text ?? to.from.namespace,
      });
  },
  "helm.toolkit.fluxcd.io/HelmRelease": (release, to) => {
    addSource(release.at("spec", "chart", "spec", "sourceRef"), to);
    addSource(release.at("spec", "chartRef"), to);
    for (const other of release.list("spec", "dependsOn"))
      to.add("HelmRelease", other.at("name"), "what it waits for", {
        group: "helm.toolkit.fluxcd.io",
        namespace: other.at("namespace").text ?? to.from.namespace,
      });
    for (const values of release.list("spec", "valuesFrom")) {
      const kind = values.at("kind").text;
      if (kind !== "ConfigMap" && kind !== "Secret") continue;
      const optional = values.at("optional").value === true;
      to.add(kind, values.at("name"), "its values", { optional, key: values.at("valuesKey") });
    }
  },
};

function addTemplate(template: Place, to: Collector): void {
  const name = template.at("templateName");
  if (template.at("clusterScope").value === true)
    to.addCluster("ClusterAnalysisTemplate", ARGO, name, "its analysis");
  else to.add("AnalysisTemplate", name, "its analysis", { group: ARGO });
}

function addSource(ref: Place, to: Collector): void {
  const kind = ref.at("kind").text;
  if (kind === undefined) return;
  const namespace = ref.at("namespace").text ?? to.from.namespace;
  to.add(kind, ref.at("name"), "its source", { group: FLUX_SOURCE, namespace });
}
