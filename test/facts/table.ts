import { type Assertion, type Compare, type Fact, type Facts, placeOf } from "./fact.ts";

/** `docs/facts.md`: the facts by document, as tables that a person can read. */
export function factsPage({ documents, facts }: Facts): string {
  const parts = Object.entries(documents).map(([document, { system, title }]) => {
    const rows = facts.filter((fact) => fact.document === document);
    return `## ${heading(document, system, title)}

| line | the document says | where it holds | asserted by |
|---|---|---|---|
${rows.map(rowOf).join("\n")}
`;
  });
  return `${introduction({ documents, facts })}\n${parts.join("\n")}`;
}

const heading = (document: string, system: string, title: string) =>
  `Document ${document}: ${system}, ${title}`;

function introduction({ documents, facts }: Pick<Facts, "documents" | "facts">): string {
  const counts = Object.entries(documents).map(([document, { system, title }]) => {
    const rows = facts.filter((fact) => fact.document === document);
    return row([`${document} ${system}, ${title}`, ...countsOf(rows)]);
  });
  return `# Facts

The four systems in [examples](../examples) were written from five documents of the teams that run them. This is every fact in those documents and where it holds today. It is made from [facts.yaml](../test/facts/facts.yaml) by \`npm run facts\`; [facts.test.ts](../test/facts/facts.test.ts) evaluates each row against what is rendered, has a test of the row's name, and fails when this page is out of date. The documents themselves are not part of the project; \`node scripts/facts-coverage.ts DOCUMENT…\` lists their lines that no row covers.

- **object and field**: so in each environment, or in those named. \`pod\` is the pod's spec, wherever the kind keeps it. \`*\` stands for anything; \`{namespace}\`, \`{prefix}\`, \`{domain}\` and \`{environment}\` for the environment's own. Quantities are compared by value.
- **command**: a line of code in the system's reference has these words, in whatever order; a test runs [every command of the runbooks](../test/reference/runbook/referee.test.ts) on a real API server. **printed**: a line of the reference's text has them.
- **not so**: deliberately different, with the reason; what holds instead stands beside it.
- **open**: a procedure whose command is still to come.
- **background**: says nothing about the system.

| document | rows | by object | by command or text | by another test | not so | open | background |
|---|---|---|---|---|---|---|---|
${counts.join("\n")}
${row(["all", ...countsOf(facts)])}
`;
}

function countsOf(rows: readonly Fact[]): readonly number[] {
  const having = (test: (fact: Fact) => unknown) => rows.filter(test).length;
  return [
    rows.length,
    having(({ holds }) => holds.length > 0),
    having(({ commands, printed }) => commands.length + printed.length > 0),
    having(({ tests }) => tests.length > 0),
    having(({ instead }) => instead),
    having(({ open }) => open),
    having(({ background }) => background),
  ];
}

function rowOf(fact: Fact): string {
  const lines = placeOf(fact).slice(fact.document.length + 1);
  const { says, instead, open, background, holds, commands, printed, tests } = fact;
  const notes = [
    instead && `*not so:* ${text(instead)}`,
    open && `*open:* ${code(`slipway ${open}`)}`,
    background && `*background:* ${text(background)}`,
  ].filter((note) => note !== undefined);
  const where = [
    ...holds.map(assertionText),
    ...commands.map((command) => `command ${code(command)}`),
    ...printed.map((words) => `printed ${code(words)}`),
  ];
  const own = where.length > 0 ? ["facts.test.ts"] : [];
  return row([
    lines,
    [text(says), ...notes].join("<br>"),
    where.join("<br>"),
    [...own, ...tests.map(testText)].join("<br>"),
  ]);
}

function assertionText(assertion: Assertion): string {
  const where = assertion.in ? `${assertion.in.join(", ")}: ` : "";
  if (!("object" in assertion)) {
    const { from, to, port, open } = assertion;
    return `${where}${code(from)} → ${code(`${to}:${port}`)} ${open ? "open" : "closed"}`;
  }
  const { object, field, pod, compare } = assertion;
  const path = pod === undefined ? field : `pod ${pod}`;
  return `${where}${code(object)} ${path === undefined ? "" : `${code(path)} `}${compareText(compare)}`;
}

function compareText(compare: Compare): string {
  const [[operator, value] = []] = Object.entries(compare);
  if (operator === "exists") return "is there";
  if (operator === "absent") return "is not there";
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return `${operator} ${code(shown)}`;
}

function testText(test: string): string {
  const [file = "", title = ""] = test.split(" › ");
  return `[${file.split("/").at(-1)}](../${file}): ${text(title)}`;
}

const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;

/** In a table's cell, in which a bar would begin the next one. */
function text(value: string): string {
  return value.replace(/[\\*<>`[\]]/g, "\\$&").replaceAll("|", "\\|");
}

function code(value: string): string {
  const shown = value.replaceAll("\n", "⏎").replaceAll("|", "\\|");
  return value.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}
