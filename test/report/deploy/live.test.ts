import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import type { DeployEvent } from "../../../src/deploy/events.ts";
import { columnsOf } from "../../../src/report/deploy/columns.ts";
import { deployReport } from "../../../src/report/deploy/index.ts";
import { eventArbitrary } from "./events.ts";
import { plan, planned, ref } from "./plans.ts";
import { colourLook, PlayedTime, plainLook, recorded, replay } from "./played.ts";
import { Terminal } from "./terminal.ts";

class Sized {
  columns: number;
  rows: number;
  readonly terminal: Terminal;
  readonly written: string[] = [];
  readonly time = new PlayedTime();

  constructor(columns = 80, rows = 24) {
    this.columns = columns;
    this.rows = rows;
    this.terminal = new Terminal(columns, rows);
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.terminal.resize(columns, rows);
  }

  report(look = plainLook(80), time = this.time) {
    const live = { ...look, columns: () => this.columns, rows: () => this.rows };
    return deployReport(
      "live",
      live,
      (text) => {
        this.written.push(text);
        this.terminal.write(text);
      },
      time,
    );
  }
}

const parts = ["web", "worker", "db"];
const objects = parts.flatMap((part) => [
  planned(["Service", part, part], { action: "create" }),
  planned(["Deployment", part, part], { action: "create" }),
]);

function seen(kind: string, name: string, phase: string, message?: string): DeployEvent {
  return { type: "object", ref: ref(kind, name), part: name, phase, message } as DeployEvent;
}

const start: readonly DeployEvent[] = [
  { type: "plan", plan: plan(objects) },
  { type: "start", revision: 7, objects: objects.length },
];

test("a tree of components shows how far each object is", () => {
  const screen = new Sized(60, 20);
  const report = screen.report();
  for (const event of start) report.tell(event);
  report.tell(seen("Service", "web", "ready"));
  report.tell(seen("Deployment", "web", "ready"));
  report.tell(seen("Service", "worker", "ready"));
  report.tell(seen("Deployment", "worker", "settling", "1 of 3 pods are ready"));
  report.tell(seen("Deployment", "db", "failed", "the image is not there"));
  screen.time.pass(100);
  assert.deepEqual(screen.terminal.screen(), [
    "plan of revision 7: 6 to create",
    "web",
    "  + Service web, Deployment web",
    "worker",
    "  + Service worker, Deployment worker",
    "db",
    "  + Service db, Deployment db",
    "deploying revision 7: 6 objects",
    "✓ web",
    "  worker, 1 of 2 ready",
    "  * Deployment worker  1 of 3 pods are ready",
    "  db, 0 of 2 ready",
    "    Service db",
    "  ✗ Deployment db  the image is not there",
    "0.1 s  3 of 6 ready, 1 failed",
    "",
  ]);
});

test("what does not fit is counted; what failed and what is waited for is shown", () => {
  const screen = new Sized(24, 7);
  const report = screen.report();
  for (const event of start) report.tell(event);
  report.tell(seen("Deployment", "worker", "settling", "1 of 3 pods are ready"));
  report.tell(seen("Deployment", "db", "failed", "no image"));
  screen.time.pass(100);
  assert.deepEqual(screen.terminal.screen(), [
    "  worker, 0 of 2 ready",
    "  * Deployment worker…",
    "  db, 0 of 2 ready",
    "  ✗ Deployment db  no…",
    "… and 4 more",
    "0.1 s  0 of 6 ready, 1…",
    "",
  ]);
});

test("all is shown where there is exactly room for it", () => {
  const screen = new Sized(60, 11);
  const report = screen.report();
  for (const event of start) report.tell(event);
  report.tell(seen("Service", "web", "ready"));
  report.tell(seen("Deployment", "web", "ready"));
  report.tell(seen("Deployment", "db", "settling", "0 of 1 pod is ready"));
  screen.time.pass(100);
  assert.deepEqual(screen.terminal.screen().slice(-9), [
    "✓ web",
    "  worker, 0 of 2 ready",
    "    Service worker",
    "    Deployment worker",
    "  db, 0 of 2 ready",
    "    Service db",
    "  * Deployment db  0 of 1 pod is ready",
    "0.1 s  2 of 6 ready",
    "",
  ]);
  screen.resize(60, 8);
  screen.time.pass(1000);
  assert.deepEqual(screen.terminal.screen(), [
    "  worker, 0 of 2 ready",
    "    Service worker",
    "    Deployment worker",
    "  db, 0 of 2 ready",
    "  * Deployment db  0 of 1 pod is ready",
    "… and 3 more",
    "1.1 s  2 of 6 ready",
    "",
  ]);
});

test("logs scroll above the tree, and the end takes its place", () => {
  const screen = new Sized(60, 12);
  const report = screen.report();
  for (const event of start) report.tell(event);
  const job = ref("Job", "migrate");
  report.tell({ type: "log", ref: job, pod: "migrate-x", line: "0001: applied" });
  report.tell(seen("Deployment", "web", "settling", "0 of 1 pod is ready"));
  screen.time.pass(100);
  report.tell({ type: "log", ref: job, pod: "migrate-x", line: "0002: applied" });
  screen.time.pass(100);
  assert.deepEqual(screen.terminal.all().slice(7, 11), [
    "deploying revision 7: 6 objects",
    "  Job migrate, pod migrate-x:",
    "  | 0001: applied",
    "  | 0002: applied",
  ]);
  report.tell({ type: "end", outcome: "done", revision: 7, backTo: 6, duration: 2000 });
  report.end();
  assert.deepEqual(screen.terminal.all().slice(9), [
    "  | 0001: applied",
    "  | 0002: applied",
    "done: revision 7 is deployed, after 2.0 s; to go back:",
    "slipway rollback 6",
    "",
  ]);
  assert.ok(screen.time.isIdle, "nothing is drawn after the end");
});

test("it draws at most ten times a second, and once a second where nothing happens", () => {
  const screen = new Sized();
  const report = screen.report();
  for (const event of start) report.tell(event);
  screen.time.pass(1000);
  const before = screen.written.length;
  for (let index = 0; index < 1000; index++) {
    report.tell({ type: "log", ref: ref("Job", "a"), pod: "a", line: `line ${index}` });
    screen.time.pass(1);
  }
  const drawn = screen.written.length - before;
  assert.ok(drawn <= 11, `${drawn} frames in a second`);
  screen.time.pass(200);
  const rest = screen.written.length;
  screen.time.pass(5000);
  assert.equal(screen.written.length - rest, 5);
  assert.ok(screen.terminal.all().includes("  | line 999"));
});

test("a deploy is told whole in a terminal that is resized all the time", () => {
  const sizes = [
    [80, 24],
    [30, 24],
    [30, 6],
    [200, 50],
    [33, 9],
  ] as const;
  const screen = new Sized();
  let turn = 0;
  replay(
    recorded("first"),
    (time) => screen.report(colourLook(80), time as PlayedTime),
    () => screen.resize(...(sizes[++turn % sizes.length] as readonly [number, number])),
  );
  screen.resize(80, 24);
  const all = screen.terminal.all();
  assert.ok(all.includes("  | 0001_users: applied"), all.join("\n"));
  const end = all.slice(-6).join(" ").trim();
  assert.ok(end.endsWith("done: revision 1 is deployed, after 9.3 s"), end);
});

test("after a resize the next frame is as if the terminal had always been so", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 20, max: 100 }), fc.integer({ min: 3, max: 30 })), {
        minLength: 1,
        maxLength: 6,
      }),
      (sizes) => {
        const [columns, rows] = sizes.at(-1) as readonly [number, number];
        const still = new Sized(columns, rows);
        const resized = new Sized();
        const both = [still, resized].map((screen) => ({ screen, report: screen.report() }));
        for (const { report } of both) for (const event of start) report.tell(event);
        for (const size of sizes) {
          resized.resize(...size);
          for (const { screen, report } of both) {
            report.tell(seen("Deployment", "web", "settling", "1 of 3 pods are ready"));
            screen.time.pass(1000);
          }
        }
        const frame = still.written.at(-1)?.split("\n").length ?? 0;
        const drawn = Math.min(frame, rows);
        assert.deepEqual(
          resized.terminal.screen().slice(-drawn),
          still.terminal.screen().slice(-drawn),
        );
      },
    ),
  );
});

test("whatever comes in whatever order, it never throws and no line is wider than the terminal", () => {
  const step = fc.record({
    event: eventArbitrary,
    columns: fc.integer({ min: 1, max: 120 }),
    rows: fc.integer({ min: 1, max: 40 }),
    pause: fc.constantFrom(0, 1, 100, 1000, 15_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const screen = new Sized();
      const report = screen.report(colourLook(80));
      for (const { event, columns, rows, pause } of steps) {
        screen.resize(columns, rows);
        screen.written.length = 0;
        report.tell(event);
        screen.time.pass(pause);
        for (const line of stripVTControlCharacters(screen.written.join("")).split(/[\n\r]/))
          assert.ok(columnsOf(line) <= Math.max(2, columns), `${columns}: ${line}`);
      }
      report.end();
      assert.ok(screen.time.isIdle);
    }),
  );
});
