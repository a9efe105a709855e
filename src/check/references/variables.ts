import { closest } from "../../closest.ts";
import type { Container } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { type Workload, workloads } from "../objects/workloads.ts";
import type { FoundInObject } from "../rule.ts";
import type { World } from "../world.ts";
import { Place } from "./place.ts";
import { providers } from "./provided.ts";

/** What `$(NAME)` in a container can stand for. */
interface Scope {
  /** The variables that are set before, and those of whole ConfigMaps and Secrets. */
  readonly known: ReadonlySet<string>;
  /** All variables of the container. */
  readonly all: ReadonlySet<string>;
}

/** Uses of variables that nothing sets: the text stays as it is. */
export function unsetVariables(world: World): FoundInObject[] {
  return workloads(world).flatMap((workload) =>
    workload.containers.flatMap(({ container, path }) =>
      usesVariables(container) ? inContainer(world, workload, new Place(container, path)) : [],
    ),
  );
}

function usesVariables({ env, command, args }: Decoded<Container>): boolean {
  const isUse = (text: unknown) => typeof text === "string" && text.includes("$(");
  const values = (env ?? []).some(({ value }) => isUse(value));
  return values || (command ?? []).some(isUse) || (args ?? []).some(isUse);
}

/** @see k8s.io/kubernetes/pkg/kubelet/kubelet_pods.go makeEnvironmentVariables */
function inContainer(world: World, workload: Workload, container: Place): FoundInObject[] {
  const whole = fromWhole(world, workload, container);
  if (!whole) return [];
  const variables = container.list("env");
  const names = variables.map((each) => each.at("name").text ?? "");
  const all = new Set([...whole, ...names]);
  const found: FoundInObject[] = [];
  const known = new Set(whole);
  for (const [at, variable] of variables.entries()) {
    found.push(...unset(workload, variable.at("value"), { known, all }));
    known.add(names[at] ?? "");
  }
  for (const place of said(container)) found.push(...unset(workload, place, { known: all, all }));
  return found;
}

function said(container: Place): Place[] {
  return [...container.list("command"), ...container.list("args")];
}

/** The variables of whole ConfigMaps and Secrets; undefined where they cannot be known. */
function fromWhole(world: World, { item }: Workload, container: Place): string[] | undefined {
  const names: string[] = [];
  for (const source of container.list("envFrom")) {
    const prefix = source.at("prefix").text ?? "";
    for (const kind of ["ConfigMap", "Secret"]) {
      const { text: name } = source.at(kind === "Secret" ? "secretRef" : "configMapRef", "name");
      if (name === undefined) continue;
      const { namespace } = item;
      const provided = providers(world).find({ group: "", kind, namespace, name });
      if (!provided || !("keys" in provided) || !provided.keys) return undefined;
      names.push(...provided.keys.map((key) => prefix + key));
    }
  }
  return names;
}

/** A use, or `$$`, which is a single `$` and no use. */
const USE = /\$\$|\$\(([A-Z][A-Z0-9_]*)\)/g;

/** What the kubelet sets for Services, and for the API server. */
const OF_SERVICES = /_SERVICE_(HOST|PORT)(_|$)|_PORT(_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?$/;

function unset({ item }: Workload, place: Place, { known, all }: Scope): FoundInObject[] {
  const text = place.text ?? "";
  if (!text.includes("$(")) return [];
  const uses = [...text.matchAll(USE)].flatMap(([, name]) => name ?? []);
  const lost = new Set(uses.filter((name) => !known.has(name) && !OF_SERVICES.test(name)));
  if (lost.size === 0) return [];
  const isLater = (name: string) => all.has(name);
  const later = [...lost].filter(isLater);
  const never = [...lost].filter((name) => !isLater(name));
  const found = { subject: item.subject, steps: place.path.steps(), path: place.path.toString() };
  return [
    ...(later.length === 0
      ? []
      : [
          {
            ...found,
            part: "value" as const,
            severity: "error" as const,
            message: `${later.join(", ")} ${isOrAre(later)} only set further down: $(${later[0]}) stays as it is written`,
            fix: `write ${later.join(", ")} before the variable that uses ${later.length > 1 ? "them" : "it"}`,
          },
        ]),
    ...(never.length === 0
      ? []
      : [
          {
            ...found,
            part: "value" as const,
            message: `${never.join(", ")} ${isOrAre(never)} not set: $(${never[0]}) stays as it is written`,
            fix: meant(never[0] as string, known),
          },
        ]),
  ];
}

function isOrAre(all: readonly string[]): string {
  return all.length > 1 ? "are" : "is";
}

function meant(name: string, known: ReadonlySet<string>): string | undefined {
  const near = closest(name, known);
  return near && `did you mean $(${near})?`;
}
