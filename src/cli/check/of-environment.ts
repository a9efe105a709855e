import { Assumptions } from "../../check/assumptions.ts";
import type { Finding } from "../../check/finding.ts";
import { withSeverities } from "../../check/living/severities.ts";
import type { Rule } from "../../check/rule.ts";
import { rules } from "../../check/rules.ts";
import { type World, worldOf } from "../../check/world.ts";
import { materialOf } from "../../inputs/platform.ts";
import type { RenderedEnvironment } from "../../load/environment.ts";
import { configurationIn } from "./configuration.ts";
import { Living } from "./living.ts";

/** What the check says of one environment, and of whom. */
export interface CheckedEnvironment {
  /** Without what is left alone. */
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];
  /** The parts of the platform that objects belong to. */
  readonly parts: readonly string[];
}

/** Checks one rendered environment by all rules, as the configuration beside its file says. */
export async function checkedEnvironment(
  made: RenderedEnvironment,
  file: string,
): Promise<CheckedEnvironment> {
  const { objects, minor, assumed } = materialOf(made, file);
  const configuration = await configurationIn(undefined, [file]);
  const own = withSeverities(rules, configuration.severities);
  const { environment } = made.resolved;
  const scope = { rules: own, configuration, paths: [file], isUsual: false, environment };
  const living = new Living(scope, configuration.baseline);
  const assumptions = new Assumptions(configuration.assume).implying(assumed);
  const none = { problems: [], surprises: [], trees: [], before: [] };
  const { programs } = configuration;
  const world = await worldOf({ ...none, minor, objects, assumptions, programs });
  const parts = [...new Set(objects.flatMap(({ owner }) => owner ?? []))];
  return { findings: told(living, world), rules: own, parts };
}

function told(living: Living, world: World): readonly Finding[] {
  return living.findings(world).filter(({ suppressed }) => !suppressed);
}
