import { resolve } from "node:path";
import { allRules } from "../../../src/check/all-rules.ts";
import { Assumptions } from "../../../src/check/assumptions.ts";
import type { Finding } from "../../../src/check/finding.ts";
import type { CentralSuppression } from "../../../src/check/living/central.ts";
import { Suppressions } from "../../../src/check/living/suppressions.ts";
import { toldOf } from "../../../src/check/living/told.ts";
import { rules } from "../../../src/check/rules.ts";
import { run } from "../../../src/check/run.ts";
import { type World, worldOf } from "../../../src/check/world.ts";
import { readTogether } from "../../../src/inputs/files.ts";
import { SourceLines } from "../../../src/inputs/source-lines.ts";
import { NEWEST_MINOR } from "../../../src/kubernetes/versions.ts";

const own = rules.filter(({ layer }) => layer === "documents" || layer === "api");

/** What a text comes to with its suppressions, as it would from a file `-`. */
export interface Lived {
  readonly world: World;
  readonly findings: readonly Finding[];
  /** What is told of the suppressions themselves, as `rule line: message`. */
  readonly remarks: readonly string[];
}

interface Settings {
  readonly central?: readonly CentralSuppression[];
  readonly today?: string;
  readonly ids?: readonly string[];
  readonly isWhole?: boolean;
  readonly isAll?: boolean;
}

export async function lived(text: string, settings: Settings = {}): Promise<Lived> {
  const { central = [], today = "2026-06-15", isWhole = true, isAll = false } = settings;
  const suppressions = new Suppressions({
    ...{ known: allRules, today, central, resolve },
    read: () => undefined,
  });
  const lines = new SourceLines((...told) => suppressions.note(...told));
  const stdin = (async function* () {
    yield Buffer.from(text);
  })();
  const found = await readTogether(["-"], { stdin }, lines);
  const assumptions = new Assumptions();
  const world = await worldOf({ ...found, minor: NEWEST_MINOR, before: [], assumptions });
  const chosen = own.filter(({ id }) => settings.ids?.includes(id) ?? true);
  const findings = suppressions.applied(run(chosen, world), world.objects);
  const ran = new Set(chosen.map(({ id }) => id));
  const remarks = suppressions.remarks({ rules: ran, isWhole: () => isWhole, isAll });
  const told = toldOf(remarks, allRules).map(
    (each) => `${each.rule} ${each.line}: ${each.message}`,
  );
  return { world, findings, remarks: told };
}

/** Findings that are told, as `rule line`. */
export function toldIn({ findings }: Lived): string[] {
  return findings
    .filter(({ suppressed }) => !suppressed)
    .map(({ rule, line }) => `${rule} ${line}`);
}

/** Findings that are not told, as `rule line: reason`. */
export function silentIn({ findings }: Lived): string[] {
  return findings
    .filter(({ suppressed }) => suppressed)
    .map(({ rule, line, suppressed }) => `${rule} ${line}: ${suppressed?.reason}`);
}
