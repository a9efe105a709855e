import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { DeployEvent, Phase } from "../../../src/deploy/events.ts";
import { deployReport } from "../../../src/report/deploy/index.ts";
import { eventArbitrary } from "./events.ts";
import { assertText } from "./expected.ts";
import { plan, planned, ref } from "./plans.ts";
import { colourLook, PlayedTime, plainLook, recorded, replay } from "./played.ts";

/** What a text report writes of events; a number lets milliseconds pass. */
function told(...steps: readonly (DeployEvent | number)[]): string {
  const time = new PlayedTime();
  let text = "";
  const report = deployReport("text", plainLook(80), (more) => (text += more), time);
  for (const step of steps) {
    if (typeof step === "number") time.pass(step);
    else report.tell(step);
  }
  report.end();
  assert.ok(time.isIdle, "nothing is left that would write later");
  return text;
}

function seen(kind: string, name: string, phase: Phase, message?: string): DeployEvent {
  return { type: "object", ref: ref(kind, name), part: undefined, phase, message };
}

const here: DeployEvent = {
  type: "target",
  target: { context: "kind", server: "https://127.0.0.1:6443", namespace: "default" },
  release: { name: "shop", namespace: "shop" },
};
const heading = "release shop, namespace shop, context kind, server https://127.0.0.1:6443\n";

describe("a deploy as it was recorded", () => {
  for (const name of ["first", "broken"] as const) {
    for (const width of [80, 200, 20]) {
      test(`${name}, at ${width} columns`, () => {
        let text = "";
        const look = plainLook(width);
        replay(recorded(name), (time) =>
          deployReport("text", look, (more) => (text += more), time),
        );
        assertText(`${name}-${width}.txt`, text);
      });
    }
    test(`${name}, in colour`, () => {
      let text = "";
      const look = colourLook(80);
      replay(recorded(name), (time) => deployReport("text", look, (more) => (text += more), time));
      assertText(`${name}-colour.txt`, text);
    });
  }
});

test("the target is shown before anything is asked", () => {
  assert.equal(told(here), heading);
});

test("what is only applied is summed up; what settles has a line when it begins and one when it ends", () => {
  assert.equal(
    told(
      here,
      ...["a", "b", "c", "d"].flatMap((name) => [
        seen("ConfigMap", name, "applying"),
        seen("ConfigMap", name, "ready"),
      ]),
      100,
      seen("Deployment", "web", "applying"),
      seen("Deployment", "web", "settling", "0 of 3 pods are ready"),
      1000,
      seen("Deployment", "web", "settling", "1 of 3 pods are ready"),
      1000,
      seen("Deployment", "web", "settling", "2 of 3 pods are ready"),
      5000,
      seen("Deployment", "web", "settling", "2 of 3 pods are available"),
      1000,
      seen("Deployment", "web", "ready"),
      seen("Deployment", "web", "settling", "2 of 3 pods are ready"),
      seen("Deployment", "web", "ready"),
    ),
    `${heading}   0.1s  applied 4 ConfigMaps
   0.1s  Deployment web: 0 of 3 pods are ready
   7.1s  Deployment web: 2 of 3 pods are available
   8.1s  Deployment web is ready
`,
  );
});

test("what was as wanted and is ready at once has no line", () => {
  assert.equal(told(here, seen("Deployment", "web", "ready")), heading);
});

test("in silence it is told what is waited for, less and less often", () => {
  const text = told(
    here,
    seen("Deployment", "web", "settling", "0 of 3 pods are ready"),
    ...["a", "b", "c", "d"].map((name) => seen("Job", name, "settling", "it runs")),
    200_000,
  );
  const waiting =
    "waiting for Deployment web (0 of 3 pods are ready), Job a (it runs), Job b (it runs), Job c (it runs) and 1 more";
  assert.deepEqual(
    text.split("\n").filter((line) => line.includes("waiting")),
    ["10.0s", "30.0s", "70.0s", "130.0s", "190.0s"].map((at) => `${at.padStart(7)}  ${waiting}`),
  );
});

test("what was left alone is one line, and so is trouble that comes again at once", () => {
  const trouble: DeployEvent = { type: "trouble", message: "the server answered 503" };
  assert.equal(
    told(
      here,
      trouble,
      1000,
      trouble,
      seen("Deployment", "web", "failed", "the image is not there"),
      seen("Ingress", "shop", "left-alone", "Deployment web failed"),
      seen("Ingress", "other", "left-alone", "Deployment web failed"),
      5000,
      trouble,
    ),
    `${heading}   0.0s  trouble: the server answered 503
   1.0s  Deployment web failed: the image is not there
   2.0s  2 objects were left alone, since Deployment web failed: Ingress shop, Ingress other
   6.0s  trouble: the server answered 503
`,
  );
});

test("lines of migrations stand below the pod that wrote them", () => {
  const log = (name: string, line: string): DeployEvent => ({
    type: "log",
    ref: ref("Job", name),
    pod: `${name}-x`,
    line,
  });
  assert.equal(
    told(here, log("a", "one"), log("a", "two"), log("b", "\x1b[31mred\x1b[0m"), log("a", "three")),
    `${heading}  Job a, pod a-x:
  | one
  | two
  Job b, pod b-x:
  | ␛[31mred␛[0m
  Job a, pod a-x:
  | three
`,
  );
});

test("the end says what came of it, and how to go back", () => {
  const end = (more: Partial<Extract<DeployEvent, { type: "end" }>>) =>
    told({ type: "end", outcome: "done", revision: 3, duration: 75_000, ...more });
  const table = {
    "done: revision 3 is deployed, after 1 min 15 s; to go back: slipway rollback 2\n": {
      backTo: 2,
    },
    "done: revision 3 is deployed, after 1 min 15 s\n": {},
    "unchanged: nothing was written, after 0.5 s\n": {
      outcome: "unchanged",
      revision: undefined,
      duration: 500,
    },
    "locked: nothing was changed: ann@host has the lock\n": {
      outcome: "locked",
      revision: undefined,
      message: "ann@host has the lock",
    },
    "failed: revision 3, after 2 h 0 min; to go back: slipway rollback 1\n": {
      outcome: "failed",
      backTo: 1,
      duration: 7_200_000,
    },
    "failed: after 2.0 s: Deployment shop/web failed\n": {
      outcome: "failed",
      revision: undefined,
      duration: 2000,
      message: "Deployment shop/web failed",
    },
    "interrupted: revision 3, after 12 s; the next deploy goes on from here\n": {
      outcome: "interrupted",
      duration: 12_000,
    },
  } as const;
  for (const [expected, more] of Object.entries(table)) assert.equal(end(more), expected);
});

test("a second plan, as of a rollback, is told like the first", () => {
  const events: DeployEvent[] = [
    { type: "plan", plan: plan([planned(["Deployment", "web"])]) },
    seen("Deployment", "web", "settling", "0 of 1 pod is ready"),
    seen("Deployment", "web", "ready"),
  ];
  const text = told(here, ...events, ...events);
  assert.equal(text.split("Deployment web is ready").length - 1, 2);
});

test("nothing secret that a plan holds is shown", () => {
  for (const format of ["text", "json", "live"] as const) {
    for (const name of ["first", "broken"] as const) {
      const isHeld = JSON.stringify(recorded(name)).includes("Y29ycmVjdC1ob3JzZQ");
      assert.ok(isHeld, "the recording has a secret");
      let text = "";
      replay(recorded(name), (time) =>
        deployReport(format, plainLook(200), (more) => (text += more), time),
      );
      assert.ok(text.length > 1000);
      assert.doesNotMatch(text, /correct-horse|Y29ycmVjdC1ob3JzZQ/);
    }
  }
});

test("whatever comes in whatever order, it never throws, and no escape code is written", () => {
  const step = fc.tuple(eventArbitrary, fc.constantFrom(0, 1000, 20_000));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      assert.doesNotMatch(told(...steps.flat()).replaceAll(/[\n\t]/g, ""), /\p{Cc}/u);
    }),
  );
});
