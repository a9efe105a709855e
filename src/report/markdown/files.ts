import type { Reference } from "../../reference/index.ts";

/** The page of an environment's runbook; names that no file can have get one that is like them. */
export function runbookFile({ environments }: Reference, environment: string): string {
  const like = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9_.-]/g, "-");
  const before = environments.slice(
    0,
    environments.findIndex(({ name }) => name === environment),
  );
  const same = before.filter(({ name }) => like(name) === like(environment)).length;
  return `runbook-${like(environment)}${same > 0 ? `-${same + 1}` : ""}.md`;
}
