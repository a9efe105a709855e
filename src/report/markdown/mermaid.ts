import type { Diagram } from "../../reference/diagram/diagram.ts";
import type { Box, Group } from "../../reference/diagram/nodes.ts";

/** A drawing in Mermaid's words, from top to bottom. */
export function mermaid({ groups, arrows }: Diagram): string {
  const ids = identifiers(
    groups.flatMap(({ id, boxes, alike }) => [
      id,
      ...(alike ? [alike.id] : []),
      ...boxes.map((box) => box.id),
    ]),
  );
  const at = (id: string) => ids.get(id) ?? id;
  const box = (each: Box) => `${at(each.id)}${shaped(each)}`;
  const lines = [
    "flowchart TB",
    ...groups.flatMap((group) => groupLines(group, at, box)),
    ...arrows.map(({ from, to, label }) => {
      const line = label === undefined ? "-->" : `-- ${quoted(label)} -->`;
      return `  ${at(from)} ${line} ${at(to)}`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}

function groupLines(
  { id, title, boxes, alike }: Group,
  at: (id: string) => string,
  box: (box: Box) => string,
): string[] {
  const isFramed = (each: Box) => alike?.boxes.includes(each.id) ?? false;
  return [
    `  subgraph ${at(id)} [${quoted(title)}]`,
    "    direction TB",
    ...boxes.filter((each) => !isFramed(each)).map((each) => `    ${box(each)}`),
    ...(alike
      ? [
          `    subgraph ${at(alike.id)} [" "]`,
          ...boxes.filter(isFramed).map((each) => `      ${box(each)}`),
          "    end",
        ]
      : []),
    "  end",
  ];
}

/** Identifiers of letters, digits and `_`; the names of things may be words that Mermaid keeps for itself. */
function identifiers(ids: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    ids.map((id) => {
      const base = `n_${id.replace(/[^A-Za-z0-9]/g, "_")}`;
      let free = base;
      for (let number = 2; taken.has(free); number++) free = `${base}_${number}`;
      taken.add(free);
      return [id, free];
    }),
  );
}

function shaped({ name, what, shape }: Box): string {
  const label = quoted(what === undefined ? name : `${name}<br>${what}`);
  switch (shape) {
    case "people":
      return `([${label}])`;
    case "door":
      return `{{${label}}}`;
    case "program":
      return `[${label}]`;
    case "store":
      return `[(${label})]`;
    case "service":
      return `>${label}]`;
  }
}

/** Quotes would end the label; Mermaid takes them as an entity. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', "#quot;")}"`;
}
