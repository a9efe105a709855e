import { refOf, titleOf } from "../../client/object.ts";
import { fieldsIn, isFields, valueAt } from "../../kubernetes/fields.ts";
import type { Plan, PlannedObject } from "../plan/plan.ts";
import { changing } from "./changing.ts";
import { type Look, UNKNOWN } from "./look.ts";
import { at, fine, some, stopped, together, type Verdict } from "./verdict.ts";

interface Api {
  /** Names of its APIService, the newest first. */
  readonly names: readonly string[];
  readonly what: string;
  readonly instead: string;
}

const adapter =
  "an adapter that serves them: helm install prometheus-adapter prometheus-adapter --repo https://prometheus-community.github.io/helm-charts -n monitoring";

const usage: Api = {
  names: ["v1beta1.metrics.k8s.io"],
  what: "the CPU and memory of pods",
  instead:
    "install metrics-server: kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml",
};
const custom: Api = {
  names: ["v1beta2.custom.metrics.k8s.io", "v1beta1.custom.metrics.k8s.io"],
  what: "custom metrics",
  instead: adapter,
};
const external: Api = {
  names: ["v1beta1.external.metrics.k8s.io"],
  what: "external metrics",
  instead: adapter,
};

/** By the type of an autoscaler's metric. */
const apis: Readonly<Record<string, Api>> = {
  Resource: usage,
  ContainerResource: usage,
  Pods: custom,
  Object: custom,
  External: external,
};

/** The APIs that autoscalers read. */
export async function metricsFor(look: Look, plan: Plan): Promise<Verdict> {
  const needs = changing(plan).flatMap((planned) =>
    apisOf(planned).map((api) => ({ planned, api })),
  );
  const byApi = Map.groupBy(needs, ({ api }) => api);
  const verdicts = [...byApi].map(async ([api, [first, ...others]]) =>
    first === undefined
      ? fine
      : verdictOf(
          look,
          api,
          [first, ...others].map(({ planned }) => planned),
        ),
  );
  return together(await Promise.all(verdicts));
}

function apisOf({ applied }: PlannedObject): Api[] {
  if (applied.kind !== "HorizontalPodAutoscaler") return [];
  const metrics = valueAt(applied, ["spec", "metrics"]);
  if (!Array.isArray(metrics)) return [usage];
  const types = metrics.filter(isFields).map(({ type }) => apis[String(type)]);
  return [...new Set(types.filter((api) => api !== undefined))];
}

async function verdictOf(
  look: Look,
  { names, what, instead }: Api,
  planned: readonly PlannedObject[],
): Promise<Verdict> {
  const [first] = planned;
  if (first === undefined) return fine;
  const services = await Promise.all(
    names.map((name) =>
      look.get({ apiVersion: "apiregistration.k8s.io/v1", kind: "APIService", name }),
    ),
  );
  if (services.includes(UNKNOWN)) return fine;
  const there = services.filter((each) => each !== undefined && each !== UNKNOWN);
  const available = there.map((service) => {
    const conditions = valueAt(service, ["status", "conditions"]);
    const all = fieldsIn(conditions);
    return all.find(({ type }) => type === "Available");
  });
  if (available.some((condition) => condition?.status === "True")) return fine;
  const readers = some(planned.map(({ applied }) => titleOf(refOf(applied))));
  const verb = planned.length === 1 ? "reads" : "read";
  const [condition] = available;
  const steps = ["spec", "metrics"];
  if (there.length === 0) {
    const message = `nothing in the cluster serves ${what}, which ${readers} ${verb}: there is no APIService ${names.at(-1)}`;
    return stopped(at(first, steps, message, instead));
  }
  const why = condition?.reason === undefined ? "" : `: ${condition.reason}`;
  const service = there[0]?.metadata.name;
  const message = `what serves ${what}, which ${readers} ${verb}, does not answer${why}`;
  return stopped(at(first, steps, message, `kubectl describe apiservice ${service}`));
}
