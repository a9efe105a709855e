import { formatQuantity } from "../kubernetes/quantity.ts";
import type { Amounts } from "../render/resources.ts";
import type { Summary } from "../render/summary.ts";
import { aligned, wrapped } from "./layout.ts";
import type { Look } from "./problems.ts";

/** Sorts whose components are shown by name; of the others the number says enough. */
const programs = new Map([
  ["web", "web"],
  ["worker", "workers"],
  ["scheduler", "schedulers"],
  ["site", "sites"],
  ["migration", "migrations"],
  ["job", "jobs"],
  ["cron", "cron jobs"],
  ["postgres", "postgres"],
  ["redis", "redis"],
]);

/** A summary for a person: what there is, how large it gets, who can reach whom. */
export function summaryText(summary: Summary, look: Look): string {
  const { platform, environment, namespace, kinds, hosts, connections } = summary;
  const objects = kinds.reduce((sum, { count }) => sum + count, 0);
  const title = `${platform} ${environment}: ${objects} objects, namespace ${namespace}`;
  const section = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", look.bold(name), ...lines];
  const lines = [
    look.bold(title),
    ...section("Components", componentLines(summary, look.width)),
    ...section(
      "Objects",
      wrapped(
        "  ",
        kinds.map(({ kind, count }) => `${count} ${kind}`),
        look.width,
      ),
    ),
    ...section("Resources", resourceLines(summary)),
    ...section("Hosts", wrapped("  ", hosts, look.width)),
    ...section(
      "Who talks to whom",
      listed(
        connections.map(({ from, to }) => [`${from} ->`, to]),
        look.width,
      ),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function componentLines({ components }: Summary, width: number): string[] {
  const named = components.filter(({ sort }) => programs.has(sort));
  const others = components.filter(({ sort }) => !programs.has(sort));
  const rows: [string, readonly string[]][] = named.map(({ sort, names }) => [
    programs.get(sort) ?? sort,
    names,
  ]);
  if (others.length > 0)
    rows.push(["others", others.map(({ sort, names }) => `${names.length} ${sort}`)]);
  return listed(rows, width);
}

/** Rows of a name and a list, the lists beginning in one column. */
function listed(rows: readonly (readonly [string, readonly string[]])[], width: number): string[] {
  const widest = Math.max(0, ...rows.map(([name]) => name.length));
  const column = Math.min(widest, Math.floor(width / 3));
  return rows.flatMap(([name, items]) =>
    wrapped(`  ${name.padEnd(column)}  `, items, width, column + 4),
  );
}

function resourceLines({ running, jobs, quota }: Summary): string[] {
  const rows = [
    ["", "pods", "CPU requests", "limits", "memory requests", "limits"],
    ["at minimum scale", ...figures(running.minimum)],
    ["at maximum scale", ...figures(running.maximum)],
    ...(jobs.pods > 0 ? [["all jobs at once", ...figures(jobs)]] : []),
    ...(quota
      ? [["quota", String(quota.pods), String(quota.cpu), "", String(quota.memory), ""]]
      : []),
  ];
  const all = [running.minimum, jobs];
  const note = all.some(({ unlimited }) => unlimited.size > 0)
    ? ["  + and more: some containers have no limit"]
    : [];
  return [...aligned(rows).map((line) => `  ${line}`), ...note];
}

function figures({ pods, requests, limits, unlimited }: Amounts): string[] {
  const limit = (name: string) => amount(limits, name) + (unlimited.has(name) ? "+" : "");
  return [
    String(pods),
    amount(requests, "cpu"),
    limit("cpu"),
    amount(requests, "memory"),
    limit("memory"),
  ];
}

function amount(amounts: Amounts["requests"], name: string): string {
  const quantity = amounts.get(name);
  return quantity === undefined ? "0" : formatQuantity(quantity);
}
