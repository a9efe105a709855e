import { Assumptions } from "../../check/assumptions.ts";
import type { Finding } from "../../check/finding.ts";
import { withSeverities } from "../../check/living/severities.ts";
import { rules } from "../../check/rules.ts";
import type { World } from "../../check/world.ts";
import { SourceLines } from "../../inputs/source-lines.ts";
import { worlds } from "../../inputs/worlds.ts";
import { entry } from "../program.ts";
import { configurationIn } from "./configuration.ts";
import { Living } from "./living.ts";

/** Reads paths as one world, and checks it by all rules, as the configuration of the folder says. */
export async function checkedWorld(
  paths: readonly string[],
): Promise<{ readonly world: World; readonly findings: readonly Finding[] }> {
  const configuration = await configurationIn(undefined, []);
  const own = withSeverities(rules, configuration.severities);
  const scope = { rules: own, configuration, paths, isUsual: false, environment: undefined };
  const living = new Living(scope, configuration.baseline);
  const inputs = {
    paths,
    environment: undefined,
    choice: {},
    minor: undefined,
    each: false,
    against: [],
    assumptions: new Assumptions(configuration.assume),
    nodes: [],
    programs: configuration.programs,
    values: [],
    lines: new SourceLines(living.note),
    entry,
  };
  const { value } = await worlds(inputs).next();
  const world = value as World;
  return { world, findings: living.findings(world).filter(({ suppressed }) => !suppressed) };
}
