import { resolve } from "node:path";
import { type Assumption, parseAssumption } from "../../check/assumptions.ts";
import { type CentralSuppression, objectFault } from "../../check/living/central.ts";
import { type Level, otherName } from "../../check/living/severities.ts";
import { dayFault, type Fault } from "../../check/living/suppression.ts";
import { ruleNames } from "../../check/rule-names.ts";
import { findConfig, type LoadedConfig, loadConfig } from "../../load/config.ts";
import { fail, type Problem, ProblemError } from "../../problem.ts";
import type { ProgramEntry } from "../../program-entry.ts";
import { entry } from "../program.ts";

/** What a configuration says, in the words of the check. */
export interface Configuration {
  readonly assume: readonly Assumption[];
  readonly severities: Readonly<Record<string, Level>>;
  readonly suppress: readonly CentralSuppression[];
  /** From the root of the file system. */
  readonly baseline: string | undefined;
  readonly programs: readonly ProgramEntry[];
}

const nothing: Configuration = {
  assume: [],
  severities: {},
  suppress: [],
  baseline: undefined,
  programs: [],
};

/**
 * The configuration that is named, or found beside what is checked.
 *
 * @throws ProblemError with everything that is wrong in it
 */
export async function configurationIn(
  named: string | undefined,
  platforms: readonly string[],
): Promise<Configuration> {
  const file = named ?? findConfig(platforms);
  if (file === undefined) return nothing;
  return configurationOf(await loadConfig(file, entry));
}

function configurationOf(loaded: LoadedConfig): Configuration {
  const { folder, at, assume = [], severities = {}, suppress = [], baseline } = loaded;
  const { programs = [] } = loaded;
  const problems: Problem[] = [];
  const note = (path: readonly (string | number)[], fault: Fault | undefined) => {
    if (fault) problems.push({ message: fault.message, where: at(path), instead: fault.fix });
  };
  for (const [index, text] of assume.entries())
    if (!parseAssumption(text)) note(["assume", index], assumptionFault(text));
  for (const name of Object.keys(severities)) note(["severities", name], nameFault(name, true));
  for (const [index, { rule, object, until, reason }] of suppress.entries()) {
    const path = ["suppress", index];
    note([...path, "rule"], nameFault(rule, false));
    if (object !== undefined) note([...path, "object"], objectFault(object));
    if (until !== undefined) note([...path, "until"], dayFault(until));
    if (reason.trim() === "")
      note([...path, "reason"], { message: "the reason is empty", fix: "why this is left alone" });
  }
  if (problems.length > 0) throw new ProblemError(problems);
  return {
    assume: assume.map((text, index) => ({
      ...assumptionOf(text),
      where: at(["assume", index]),
    })),
    severities,
    suppress: suppress.map(({ file, ...each }, index) => ({
      ...each,
      file: file === undefined ? undefined : resolve(folder, file),
      where: at(["suppress", index]),
    })),
    baseline: baseline === undefined ? undefined : resolve(folder, baseline),
    programs,
  };
}

/** @throws ProblemError for what says nothing */
export function assumptionOf(text: string): Assumption {
  const parsed = parseAssumption(text);
  if (parsed) return parsed;
  const { message, fix } = assumptionFault(text);
  return fail({ message, instead: `--assume ${fix}` });
}

function assumptionFault(text: string): Fault {
  return {
    message: `"${text}" says nothing that can be assumed`,
    fix: "KIND/NAME, KIND/NAMESPACE/NAME, or Secret/NAMESPACE/NAME:KEY,KEY",
  };
}

function nameFault(name: string, mayBeLayer: boolean): Fault | undefined {
  const fix = otherName(name, ruleNames, mayBeLayer);
  return fix === undefined
    ? undefined
    : { message: `there is no ${mayBeLayer ? "layer or rule" : "rule"} "${name}"`, fix };
}
