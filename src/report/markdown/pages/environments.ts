import type { Reference } from "../../../reference/index.ts";
import { table } from "../table.ts";
import { document, heading } from "../text.ts";

/** The environments side by side. */
export function environmentsPage(reference: Reference): string {
  const { platform, environments, comparison } = reference;
  const names = environments.map(({ name }) => name);
  const groups = Map.groupBy(comparison.differing, ({ group }) => group);
  return document(
    heading(1, `${platform}: environments`),
    names.length === 1
      ? `There is one: ${names[0]}.`
      : `Only what differs. ${comparison.same} other facts (images, replicas, CPU and memory, volumes, settings, secrets, routes) are the same in ${names.join(", ")}.`,
    ...[...groups].flatMap(([group, facts]) => [
      heading(2, group),
      table(
        ["", ...names],
        facts.map(({ name, values }) => [name, ...names.map((each) => values.get(each) ?? "–")]),
      ),
    ]),
  );
}
