import {
  dns1123LabelProblem,
  dns1123SubdomainProblem,
  labelValueProblem,
} from "../../kubernetes/names.ts";
import { type AnyComponent, definitionOf, type Sort } from "../component.ts";

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
const withoutObjects: readonly Sort[] = ["external", "setting"];

/** What is wrong with a component's name, with the environment's prefix before it. */
export function componentNameProblem(component: AnyComponent, prefix = ""): string | undefined {
  const { name, sort } = definitionOf(component);
  if (typeof name !== "string") return `the name of a ${sort} must be a text; it is ${typeof name}`;
  if (withoutObjects.includes(sort)) return undefined;
  const problem = pods.includes(sort)
    ? dns1123LabelProblem(prefix + name)
    : (dns1123SubdomainProblem(prefix + name) ?? labelValueProblem(prefix + name));
  return problem === undefined ? undefined : `${sort}: ${problem}`;
}
