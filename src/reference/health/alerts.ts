import { type Environment, tables } from "../environment.ts";
import { ofKind } from "../given.ts";
import { column, joined, type Varying } from "../varying.ts";

/** An alert that Prometheus raises. */
export interface AlertRow {
  readonly name: string;
  readonly severity: Varying<string>;
  readonly after: Varying<string>;
  readonly summary: Varying<string>;
}

export function alertRows(environments: readonly Environment[]): readonly AlertRow[] {
  return joined(tables(environments, alertsIn)).map((row) => ({
    name: row.key,
    severity: column(row, ({ labels }) => labels?.severity ?? ""),
    after: column(row, ({ for: after }) => after ?? "at once"),
    summary: column(row, ({ annotations }) => annotations?.summary ?? ""),
  }));
}

function alertsIn(environment: Environment) {
  return ofKind(environment, "PrometheusRule").flatMap(({ object }) =>
    (object.spec?.groups ?? [])
      .flatMap(({ rules = [] }) => rules)
      .flatMap((rule) => (rule.alert === undefined ? [] : [[rule.alert, rule] as const])),
  );
}
