import { dirname, resolve } from "node:path";
import { type Assumptions, FLAG, unusedAssumptions } from "../../check/assumptions.ts";
import type { Finding } from "../../check/finding.ts";
import type { Baseline } from "../../check/living/baseline.ts";
import { Suppressions } from "../../check/living/suppressions.ts";
import { toldOf } from "../../check/living/told.ts";
import type { Rule, RuleText } from "../../check/rule.ts";
import { ruleNames } from "../../check/rule-names.ts";
import { inOrder, run } from "../../check/run.ts";
import type { World } from "../../check/world.ts";
import { type OnText, textOf } from "../../inputs/source-lines.ts";
import { isPlatformFile } from "../../inputs/worlds.ts";
import { checkedFrom, readBaseline } from "./baseline-file.ts";
import type { Configuration } from "./configuration.ts";

/** What is run, and on what. */
export interface Scope {
  /** The rules that are told, with the severities that they have here. */
  readonly rules: readonly RuleText[];
  readonly configuration: Configuration;
  readonly paths: readonly string[];
  /** Whether nothing was named: the platform of the folder is checked. */
  readonly isUsual: boolean;
  readonly environment: string | undefined;
}

/** The one way from a world to its findings: rules, what is left alone of them, and what remains to be said. */
export class Living {
  private readonly scope: Scope;
  private readonly rules: readonly Rule[];
  private readonly suppressions: Suppressions;
  private readonly resolve = remembering(resolve);
  private readonly baselineFile: string | undefined;
  private readonly baseline: Baseline | undefined;

  /**
   * @param baseline the file of one, as it was named, or the one to be written
   * @throws ProblemError for a baseline that is not there, or none
   */
  constructor(scope: Scope, baseline?: string, isNew = false) {
    this.scope = scope;
    this.baselineFile = baseline;
    this.baseline = baseline === undefined || isNew ? undefined : readBaseline(baseline);
    this.rules = scope.rules.filter((rule): rule is Rule => "find" in rule);
    this.suppressions = new Suppressions({
      known: ruleNames,
      today: new Date().toISOString().slice(0, 10),
      central: scope.configuration.suppress,
      resolve: this.resolve,
      read: textOf,
    });
  }

  /** To be told of every file that is read. */
  readonly note: OnText = (file, text, valuesOf) => this.suppressions.note(file, text, valuesOf);

  /** What is found in one world, what is left alone marked. */
  readonly findings = (world: World): readonly Finding[] => {
    const found = run(this.rules, world).filter(({ file }) => !this.isBaseline(file));
    const told = this.suppressions.applied(found, world.objects);
    return this.baseline ? this.baseline.applied(told, world.objects) : told;
  };

  /** It may lie in a folder of manifests, and is none. */
  private isBaseline(file: string): boolean {
    const { baselineFile } = this;
    return baselineFile !== undefined && this.resolve(file) === this.resolve(baselineFile);
  }

  /** What is to be said when all worlds are through. */
  closing(assumptions: Assumptions): Finding[] {
    const { rules, paths, isUsual, environment } = this.scope;
    const ran = new Set(this.rules.map(({ id }) => id));
    const isPart = environment !== undefined;
    const roots = paths.map((path) => resolve(isPlatformFile(path) ? dirname(path) : path));
    const isWhole = (file: string) =>
      !isPart && roots.some((root) => file === root || file.startsWith(`${root}/`));
    const remarks = this.suppressions.remarks({ rules: ran, isWhole, isAll: isUsual && !isPart });
    if (!isPart && referring.every(({ id }) => ran.has(id)))
      // What the configuration assumes may be for what was not looked at now.
      remarks.push(
        ...unusedAssumptions(assumptions).filter(({ where }) => isUsual || where.file === FLAG),
      );
    const { baseline, baselineFile: file } = this;
    if (baseline && file !== undefined)
      remarks.push(...baseline.remarks(file, isPart ? undefined : checkedFrom(file, paths), ran));
    return toldOf(remarks, rules).sort(inOrder);
  }
}

/** The rules that ask what is assumed. */
const referring = ruleNames.filter(({ layer }) => layer === "references");

function remembering(work: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text) ?? work(text);
    known.set(text, found);
    return found;
  };
}
