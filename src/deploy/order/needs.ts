import { fieldsIn, valueAt } from "../../kubernetes/fields.ts";
import { podSpecOf, readsOf } from "../../kubernetes/pod-reads.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { Wanted } from "../wanted.ts";
import { MAKER_KINDS, madeSecrets } from "./made-secrets.ts";
import { namespaceOf, type Others } from "./others.ts";
import { backendsOf, definitionOf, groundOf, type Stage } from "./stage.ts";

/** Something that must be there first. */
export interface Need {
  readonly key: string;
  /** `applied`: the server has it; `ready`: it works. */
  readonly until: "applied" | "ready";
}

/** What an object needs, beside what a person says. */
export function needsOf(wanted: Wanted, stage: Stage, others: Others): readonly Need[] {
  switch (stage) {
    case "namespace":
    case "definition":
      return [];
    case "ground":
      return home(wanted, others);
    case "workload":
      return [
        ...standing(wanted, others),
        ...secretsOf(wanted, others),
        ...defined(wanted, others),
      ];
    case "route":
      return [
        ...standing(wanted, others),
        ...ready(served(wanted, others)),
        ...defined(wanted, others),
      ];
    case "upon":
      return [
        ...standing(wanted, others),
        ...applied(targets(wanted, others)),
        ...ready(backendsOf(wanted, others)),
        ...defined(wanted, others),
      ];
  }
}

function applied(all: readonly Wanted[]): readonly Need[] {
  return all.map(({ key }) => ({ key, until: "applied" }));
}

function ready(all: readonly Wanted[]): readonly Need[] {
  return all.map(({ key }) => ({ key, until: "ready" }));
}

/** Its namespace, and what the cluster has for all. */
function home(wanted: Wanted, others: Others): readonly Need[] {
  const namespace = namespaceOf(wanted);
  const own = others.named("Namespace", "", namespace);
  if (namespace === "") return [];
  return [...applied(own ? [own] : []), { key: groundOf(""), until: "applied" }];
}

function standing(wanted: Wanted, others: Others): readonly Need[] {
  const namespace = namespaceOf(wanted);
  const below: Need = { key: groundOf(namespace), until: "applied" };
  return namespace === "" ? [below] : [...home(wanted, others), below];
}

/** A custom resource needs its definition, and the webhooks of this deploy that judge its group. */
function defined(wanted: Wanted, others: Others): readonly Need[] {
  const definition = definitionOf(wanted, others);
  if (!definition) return [];
  const { group } = splitApiVersion(wanted.object.apiVersion);
  const hooks = [
    ...others.ofKind("ValidatingWebhookConfiguration"),
    ...others.ofKind("MutatingWebhookConfiguration"),
  ].filter(({ object }) => judgesGroup(object.webhooks, group));
  return [...ready([definition]), ...applied(hooks)];
}

function judgesGroup(webhooks: unknown, group: string): boolean {
  return fieldsIn(webhooks).some((hook) =>
    fieldsIn(hook.rules).some(
      ({ apiGroups }) => Array.isArray(apiGroups) && apiGroups.includes(group),
    ),
  );
}

/** Secrets that a controller makes of other objects: the pods cannot start before it has. */
function secretsOf(wanted: Wanted, others: Others): readonly Need[] {
  const spec = podSpecOf(wanted.object);
  if (!spec) return [];
  const namespace = namespaceOf(wanted);
  const read = new Set(
    readsOf(spec).flatMap(({ kind, name, optional }) =>
      kind === "Secret" && !optional ? name : [],
    ),
  );
  const makers = MAKER_KINDS.flatMap((kind) =>
    others
      .ofKind(kind)
      .filter(
        (each) =>
          namespaceOf(each) === namespace &&
          madeSecrets(each.object).some((name) => read.has(name)),
      ),
  );
  return ready(makers);
}

/** What answers behind a route: it is opened when somebody is there. */
function served(wanted: Wanted, others: Others): readonly Wanted[] {
  const { spec } = wanted.object;
  const backends = [
    valueAt(spec, ["defaultBackend"]),
    ...fieldsIn(valueAt(spec, ["rules"])).flatMap((rule) => [
      ...fieldsIn(valueAt(rule, ["http", "paths"])).map(({ backend }) => backend),
      ...fieldsIn(rule.backendRefs),
    ]),
  ];
  const services = backends.map(
    (backend) => valueAt(backend, ["service", "name"]) ?? valueAt(backend, ["name"]),
  );
  return [...new Set(services)].flatMap((name) => others.behind(namespaceOf(wanted), name));
}

/** What an autoscaler scales. */
function targets(wanted: Wanted, others: Others): readonly Wanted[] {
  const { spec } = wanted.object;
  const target = valueAt(spec, ["scaleTargetRef"]) ?? valueAt(spec, ["targetRef"]);
  const kind = valueAt(target, ["kind"]) ?? "Deployment";
  const found = others.named(String(kind), namespaceOf(wanted), valueAt(target, ["name"]));
  return found ? [found] : [];
}
