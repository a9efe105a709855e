import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Party } from "../../src/platform/resolve/index.ts";
import type { Diagram } from "../../src/reference/diagram/diagram.ts";
import { plainName } from "../../src/reference/given.ts";
import { mermaid } from "../../src/report/markdown/mermaid.ts";
import { systems } from "../examples/systems.ts";
import { everything } from "./everything.ts";
import { type Described, described, describedExample } from "./pages.ts";

const thebot = await describedExample("thebot");
const all: readonly (readonly [string, Described])[] = [
  ...(await Promise.all(
    systems.map(async (name) => [name, await describedExample(name)] as const),
  )),
  ["everything", await described(everything())],
];
const only = ({ reference }: Described, environment: string) =>
  reference.diagrams.find(({ environments }) => environments.includes(environment))
    ?.value as Diagram;

/** Boxes and arrows by the names that a person sees. */
function drawn({ groups, arrows }: Diagram) {
  const names = new Map(
    groups.flatMap(({ id, title, boxes, alike }) => [
      [id, title] as const,
      ...(alike ? [[alike.id, alike.boxes.join("+")] as const] : []),
      ...boxes.map((box) => [box.id, box.name] as const),
    ]),
  );
  const name = (id: string) => names.get(id) ?? `? ${id}`;
  return {
    boxes: Object.fromEntries(
      groups.map(({ title, boxes }) => [title, boxes.map((box) => box.name)] as const),
    ),
    arrows: arrows.map(
      ({ from, to, label }) =>
        `${name(from)} > ${name(to)}${label === undefined ? "" : ` (${label})`}`,
    ),
  };
}

/** Connections that are declared and that no arrow stands for. */
function missing({ environments }: Described, diagram: Diagram, environment: string): string[] {
  const given = environments.find(({ name }) => name === environment)!;
  const { groups, arrows } = diagram;
  const alike = groups.flatMap((group) => (group.alike ? [group.alike] : []));
  const inside = (id: string, box: string) =>
    id === box ||
    groups.some((group) => group.id === id && group.boxes.some((each) => each.id === box)) ||
    alike.some((frame) => frame.id === id && frame.boxes.includes(box));
  const boxOf = (party: Party): string | undefined => {
    if ("outside" in party) return `outside-${party.outside}`;
    if (!("pods" in party)) return undefined;
    const owner = given.workloads.find(
      ({ name }) => name.replace(/-[0-9a-f]{10}$/, "") === party.pods,
    );
    return owner && plainName(given, owner.component);
  };
  return given.resolved.edges.flatMap(({ from, to }) => {
    const [start, end] = [boxOf(from), boxOf(to)];
    if (!("pods" in from) || !start || !end || start === end) return [];
    const isDrawn = arrows.some((arrow) => inside(arrow.from, start) && inside(arrow.to, end));
    return isDrawn ? [] : [`${start} > ${end}`];
  });
}

describe("the architecture diagram", () => {
  it("shows thebot as a person would draw it", () => {
    assert.equal(thebot.reference.diagrams.length, 1, "all environments look alike");
    const { boxes, arrows } = drawn(only(thebot, "production"));
    assert.deepEqual(boxes, {
      Outside: ["People and their browsers", "10.8.0.0/24"],
      Edge: ["ingress", "postgres-lb", "frontend-lb"],
      Programs: ["backend", "frontend", "celery-worker", "celery-beat"],
      Data: ["postgres", "redis"],
      "Services outside": ["yookassa", "telegram", "mail"],
    });
    assert.deepEqual(arrows, [
      "People and their browsers > ingress",
      "ingress > frontend (main host, www, *)",
      "ingress > backend (ws, admin, api)",
      "10.8.0.0/24 > postgres-lb",
      "postgres-lb > postgres",
      "People and their browsers > frontend-lb",
      "frontend-lb > frontend",
      "frontend > backend",
      "backend+celery-worker+celery-beat > Data",
      "backend+celery-worker+celery-beat > Services outside",
    ]);
  });

  for (const [name, given] of all) {
    it(`${name}: an arrow for every declared connection, and none that is not declared`, () => {
      for (const environment of given.environments) {
        const diagram = only(given, environment.name);
        assert.deepEqual(missing(given, diagram, environment.name), [], environment.name);
        const { groups, arrows } = diagram;
        const known = new Set(
          groups.flatMap(({ id, boxes, alike }) => [
            id,
            ...(alike ? [alike.id] : []),
            ...boxes.map((box) => box.id),
          ]),
        );
        for (const { from, to } of arrows)
          assert.ok(known.has(from) && known.has(to), `${from} > ${to}`);
        const programs = environment.workloads.filter(({ role }) => role === "program");
        const boxes = groups.find(({ id }) => id === "programs")?.boxes.map((box) => box.id) ?? [];
        for (const { title } of programs) assert.ok(boxes.includes(title), title);
      }
    });
  }

  it("an arrow that is lost is noticed", () => {
    const diagram = only(thebot, "production");
    const arrows = diagram.arrows.filter(({ to }) => to !== "data");
    const found = missing(thebot, { ...diagram, arrows }, "production");
    assert.ok(found.includes("backend > postgres") && found.includes("celery-beat > redis"));
  });

  it("is text that Mermaid reads: each name is quoted, each end is closed, each line is known", () => {
    const odd: Diagram = {
      groups: [
        {
          id: "programs",
          title: 'Programs "here"',
          boxes: [
            { id: "end", name: "end", what: 'a "b"', shape: "program", group: "programs" },
            { id: "a.b", name: "a.b", what: undefined, shape: "store", group: "programs" },
            { id: "a-b", name: "a-b", what: undefined, shape: "service", group: "programs" },
          ],
        },
      ],
      arrows: [{ from: "end", to: "a.b", label: 'x | "y"' }],
    };
    assert.equal(
      mermaid(odd),
      `flowchart TB
  subgraph n_programs ["Programs #quot;here#quot;"]
    direction TB
    n_end["end<br>a #quot;b#quot;"]
    n_a_b[("a.b")]
    n_a_b_2>"a-b"]
  end
  n_end -- "x | #quot;y#quot;" --> n_a_b
`,
    );
  });
});
