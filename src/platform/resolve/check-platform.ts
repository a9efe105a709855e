import { didYouMean } from "../../closest.ts";
import { dns1123LabelProblem } from "../../kubernetes/names.ts";
import { type Problem, ProblemError, type Where } from "../../problem.ts";
import { environmentCheck, environmentSite } from "../environment.ts";
import {
  defaultSelector,
  fileGroups,
  platformCheck,
  type platformDefinition,
} from "../platform.ts";
import { isPlainObject, label, type Path, run } from "../shape.ts";

export type PlatformParts = ReturnType<typeof platformDefinition>;

/** The place of something in an environment, which may be written in a file of its own. */
export function inEnvironment(
  { options, site }: PlatformParts,
  environment: string,
  path: Path,
): Where | undefined {
  const given: unknown = options.environments?.[environment];
  const own = isPlainObject(given) ? environmentSite(given) : undefined;
  return own ? own.at(path) : site.at(["environments", environment, ...path]);
}

/**
 * Checks what is not of a component: the platform's own options and those of one environment.
 *
 * @throws ProblemError with everything that is wrong.
 */
export function checkPlatform(parts: PlatformParts, environment: string): void {
  const { name, options, site } = parts;
  const problems: Problem[] = [];
  const named = dns1123LabelProblem(String(name));
  if (named !== undefined) problems.push({ message: `platform: ${named}`, where: site.where() });
  const report = (path: Path, message: string, instead?: string) =>
    problems.push({
      message: `platform ${name}: ${label(path)}${message}`,
      where: site.at(path),
      instead,
    });
  run(platformCheck, options, [], report, false);
  if (problems.length === 0) {
    checkFiles(parts, report);
    checkLabels(parts, report);
  }
  if (isPlainObject(options?.environments))
    problems.push(...environmentProblems(parts, environment));
  if (problems.length > 0) throw new ProblemError(problems);
}

function checkFiles(
  { options }: PlatformParts,
  report: (path: Path, message: string, instead?: string) => void,
): void {
  const known = fileGroups(options.components);
  for (const [file, groups] of Object.entries(options.files ?? {})) {
    for (const [index, group] of groups.entries()) {
      if (!known.includes(group))
        report(
          ["files", file, index],
          `names "${group}", which is no component`,
          didYouMean(group, known),
        );
    }
  }
}

/** Labels that every object of a platform has with one value. */
const common = ["app.kubernetes.io/part-of", "app.kubernetes.io/managed-by"];

function checkLabels(
  { options }: PlatformParts,
  report: (path: Path, message: string, instead?: string) => void,
): void {
  const { selector = defaultSelector, labels = {} } = options;
  const all = "with one value for all, each Service would pick all pods";
  if (common.includes(selector))
    report(
      ["selector"],
      `${selector} cannot tell components apart: ${all}`,
      `"${defaultSelector}"`,
    );
  if (Object.hasOwn(labels, selector))
    report(["labels", selector], `tells components apart: ${all}`, "label: … on a component");
}

function environmentProblems(parts: PlatformParts, environment: string): Problem[] {
  const { name, options, site } = parts;
  const known = Object.keys(options.environments);
  if (known.length === 0) {
    return [
      {
        message: `platform ${name} has no environments`,
        where: site.where(),
        instead: "environments: { production: { namespace: … } }",
      },
    ];
  }
  if (!known.includes(environment)) {
    return [
      {
        message: `platform ${name} has no environment "${environment}"`,
        where: site.at(["environments"]),
        instead: didYouMean(environment, known),
      },
    ];
  }
  const problems: Problem[] = [];
  run(
    environmentCheck,
    options.environments[environment],
    [],
    (path, message, instead) => {
      const where = inEnvironment(parts, environment, path);
      problems.push({
        message: `environment ${environment}: ${label(path)}${message}`,
        where,
        instead,
      });
    },
    false,
  );
  return [...problems, ...sharedNamespace(parts, environment)];
}

/** Prefixes keep objects of two environments apart, but labels have none: each would select the other's pods. */
function sharedNamespace(parts: PlatformParts, environment: string): Problem[] {
  const { environments } = parts.options;
  const { namespace, prefix = "" } = environments[environment] ?? {};
  const other = Object.entries(environments).find(
    ([, given]) =>
      isPlainObject(given) && given.namespace === namespace && (given.prefix ?? "") !== prefix,
  );
  if (namespace === undefined || other === undefined) return [];
  return [
    {
      message: `environment ${environment}: ${other[0]} has the same namespace, ${namespace}: their Services and policies would select each other's pods`,
      where: inEnvironment(parts, environment, ["namespace"]),
      instead: "a namespace for each; without prefixes, if they are in clusters of their own",
    },
  ];
}
