import type { ComponentFacts } from "../../../reference/components.ts";
import type { Reference } from "../../../reference/index.ts";
import { anchors } from "../anchors.ts";
import { table } from "../table.ts";
import { bullets, document, heading } from "../text.ts";
import { varied } from "../varied.ts";

/** Every object that is rendered. */
export function manifestsPage(reference: Reference): string {
  const { platform, groups, components, environments } = reference;
  const total = environments.length;
  const counts = environments.map(({ name, objects }) => `${objects} in ${name}`);
  const title = `${platform}: manifests`;
  const titles = groups.map((group) => group.title);
  const links = anchors([title, ...titles]);
  const facts = new Map(components.map((component) => [component.title, component]));
  return document(
    heading(1, title),
    `Every object that \`slipway render\` writes: ${counts.join(", ")}. An object without a note is in each environment.`,
    bullets(titles.map((each, index) => `[${each}](#${links[index + 1]})`)),
    ...groups.flatMap(({ title: name, component, objects }) => {
      const own = component ? [...componentsOf(name, objects, facts)] : [];
      return [
        heading(2, name),
        ...own.map((each) => factList(each, total, own.length > 1)),
        table(
          ["kind", "name", "what it is for", ...(total > 1 ? ["environments"] : [])],
          objects.map(({ kind, names, purposes, environments: having }) => [
            kind,
            varied(names, having.length, (name) => `\`${name}\``),
            varied(purposes, having.length),
            ...(total > 1 ? [having.length === total ? "all" : having.join(", ")] : []),
          ]),
        ),
      ];
    }),
  );
}

type Objects = Reference["groups"][number]["objects"];

/** A component's own pods, and those of its migration and its backup. */
function* componentsOf(
  title: string,
  objects: Objects,
  facts: ReadonlyMap<string, ComponentFacts>,
): Generator<ComponentFacts> {
  const own = facts.get(title);
  if (own) yield own;
  const names = new Set(
    objects.flatMap(({ kind, names }) =>
      kind === "Job" || kind === "CronJob" ? names.map(({ value }) => value) : [],
    ),
  );
  for (const each of facts.values())
    if (each !== own && [...names].some((name) => name.includes(each.title))) yield each;
}

function factList({ title, what, facts }: ComponentFacts, total: number, named: boolean): string {
  const lines = facts
    .filter(({ name }) => name !== "Kind")
    .map(({ name, values }) => `- ${name}: ${indented(varied(values, total))}`);
  return [named ? `**${title}**: ${what}` : `A ${what}.`, "", ...lines].join("\n");
}

/** Further lines of an item of a list. */
function indented(text: string): string {
  return text.includes("<br>") ? `<br>${text}` : text;
}
