import fc from "fast-check";
import type { DeployEvent } from "../../../src/deploy/events.ts";
import { change, plan, planned, ref } from "./plans.ts";

/** Texts as they may come from a cluster: long ones, wide ones, and ones that would steer a terminal. */
const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.constantFrom(
    "\x1b[2J\x1b[H",
    "a\nb\n",
    "\r\rover",
    "日本語のログ",
    "x".repeat(300),
    "a\tb",
    "\u202e",
  ),
);
const maybe = fc.option(text, { nil: undefined });
const name = fc.constantFrom("web", "db", "a-name-that-is-quite-long-for-a-narrow-terminal");
const kind = fc.constantFrom("Deployment", "ConfigMap", "Job");
const object = fc.tuple(kind, name).map(([kind, name]) => ref(kind, name));
const phase = fc.constantFrom(
  ...(["waiting", "applying", "settling", "ready", "failed"] as const),
  ...(["left-alone", "skipped", "pruning", "pruned"] as const),
);
const cause = fc.oneof(
  fc.constant({ by: "you" } as const),
  fc.record({ by: fc.constant("drift" as const), manager: maybe, time: maybe }),
);
const changes = fc.array(
  fc
    .tuple(text, maybe, maybe, cause)
    .map(([path, before, after, by]) => change(path, before, after, by)),
  { maxLength: 3 },
);
const plannedArbitrary = fc
  .record({
    kind,
    name,
    part: fc.option(name, { nil: undefined }),
    action: fc.constantFrom(...(["create", "update", "none", "recreate", "skip"] as const)),
    changes,
    why: maybe,
    risk: maybe,
    adoptedFrom: maybe,
    restarts: fc.boolean(),
    warnings: fc.array(text, { maxLength: 2 }),
  })
  .map(({ kind, name, part, ...more }) => planned(part ? [kind, name, part] : [kind, name], more));
const prune = fc.record({ ref: object, uid: fc.constant("u"), kept: maybe, risk: maybe });
const where = fc.option(
  fc.record({ file: text, line: fc.nat({ max: 99 }), column: fc.integer({ min: 1, max: 200 }) }),
  { nil: undefined },
);
const stop = fc.record({
  code: fc.constant("conflict" as const),
  ref: fc.option(object, { nil: undefined }),
  message: text,
  where,
  instead: maybe,
  option: maybe,
});
const failure = fc.record({
  ref: object,
  reason: text,
  message: text,
  pod: maybe,
  container: maybe,
  probe: maybe,
  events: fc.array(
    fc.record({
      type: fc.constantFrom(...(["Normal", "Warning"] as const)),
      reason: text,
      message: text,
      count: fc.nat(),
      time: maybe,
      about: object,
    }),
    { maxLength: 3 },
  ),
  logs: fc.array(
    fc.record({
      pod: text,
      container: text,
      isPrevious: fc.boolean(),
      lines: fc.array(text, { maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
  next: fc.array(text, { maxLength: 2 }),
  where,
  instead: maybe,
});
const outcome = fc.constantFrom(
  ...(["done", "unchanged", "planned", "stopped", "outdated"] as const),
  ...(["locked", "failed", "interrupted", "rolled-back"] as const),
);
const revision = fc.option(fc.nat({ max: 20 }), { nil: undefined });

/** Anything that a deploy may tell. */
export const eventArbitrary: fc.Arbitrary<DeployEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("object" as const),
      ref: object,
      part: maybe,
      phase,
      message: maybe,
    }),
  },
  fc.record({
    type: fc.constant("target" as const),
    target: fc.record({ context: text, server: text, namespace: name }),
    release: fc.record({ name, namespace: name }),
  }),
  fc.record({
    type: fc.constant("plan" as const),
    plan: fc
      .tuple(
        fc.array(plannedArbitrary, { maxLength: 8 }),
        fc.array(prune, { maxLength: 3 }),
        fc.array(stop, { maxLength: 2 }),
      )
      .map(([objects, prunes, stops]) => plan(objects, { prunes, stops })),
  }),
  fc.record({ type: fc.constant("locked" as const), holder: text, since: maybe }),
  fc.record({ type: fc.constant("start" as const), revision: fc.nat(), objects: fc.nat() }),
  fc.record({ type: fc.constant("log" as const), ref: object, pod: text, line: text }),
  fc.record({ type: fc.constantFrom("remark" as const, "trouble" as const), message: text }),
  fc.record({ type: fc.constant("address" as const), ref: object, addresses: fc.array(text) }),
  fc.record({ type: fc.constant("prune" as const), prune }),
  fc.record({ type: fc.constant("failure" as const), failure }),
  fc.record({
    type: fc.constant("end" as const),
    outcome,
    revision,
    backTo: revision,
    duration: fc.nat(),
    message: maybe,
  }),
);
