import {
  dns1123LabelProblem,
  dns1123SubdomainProblem,
  labelValueProblem,
} from "../../kubernetes/names.ts";
import { type AnyComponent, definitionOf, type Sort } from "../component.ts";
import { isExact } from "../secret.ts";

/** Their names become names of containers and values of labels. */
const pods: readonly Sort[] = [
  "web",
  "worker",
  "scheduler",
  "job",
  "cron",
  "site",
  "postgres",
  "redis",
];
/** Their names become values of labels. */
const labelled: readonly Sort[] = ["config", "dashboard", "scrapeConfig"];
const withoutObjects: readonly Sort[] = ["external", "setting"];

export function runsPods(sort: Sort): boolean {
  return pods.includes(sort);
}

/** What is wrong with a component's name, with the environment's prefix before it. */
export function componentNameProblem(component: AnyComponent, prefix = ""): string | undefined {
  const { name, sort } = definitionOf(component);
  if (typeof name !== "string") return `the name of a ${sort} must be a text; it is ${typeof name}`;
  if (withoutObjects.includes(sort)) return undefined;
  const whole = isExact(component) ? name : prefix + name;
  const ofLabel = labelled.includes(sort) ? labelValueProblem(whole) : undefined;
  const problem = pods.includes(sort)
    ? dns1123LabelProblem(whole)
    : (dns1123SubdomainProblem(whole) ?? ofLabel);
  return problem === undefined ? undefined : `${sort}: ${problem}`;
}
