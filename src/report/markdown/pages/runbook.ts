import type { Reference } from "../../../reference/index.ts";
import type { Part } from "../../../reference/runbook/runbook.ts";
import { anchor } from "../anchors.ts";
import { table } from "../table.ts";
import { bullets, document, fenced, heading } from "../text.ts";

type Runbook = Reference["runbooks"][number];

/** What people do with one environment. */
export function runbookPage(
  { platform, environments }: Reference,
  { environment, chapters }: Runbook,
): string {
  const { namespace, domain } = environments.find(({ name }) => name === environment) ?? {};
  return document(
    heading(1, `${platform}: runbook for ${environment}`),
    `Namespace \`${namespace}\`${domain === undefined ? "" : `, domain \`${domain}\``}. Every command names the namespace, and is run in the folder of the platform file with bash. Look at \`kubectl config current-context\` first.`,
    bullets(
      chapters.map(
        ({ title, procedures }) =>
          `**${title}**: ${procedures.map((each) => link(each.title)).join(" · ")}`,
      ),
    ),
    ...chapters.flatMap(({ title, procedures }) => [
      heading(2, title),
      ...procedures.flatMap((each) => [heading(3, each.title), ...each.parts.map(partText)]),
    ]),
  );
}

function link(title: string): string {
  return `[${title}](#${anchor(title)})`;
}

function partText(part: Part): string | undefined {
  if ("text" in part) return part.text;
  if ("list" in part) return bullets(part.list);
  if ("script" in part) return fenced("bash", part.script.join("\n"));
  if ("see" in part)
    return part.see.length === 0 ? undefined : `→ ${part.see.map(link).join(" · ")}`;
  return table(part.head, part.rows);
}
