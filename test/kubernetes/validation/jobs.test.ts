import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate, warnings } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

const pod = { restartPolicy: "Never", containers: [{ name: "work", image: "work:v1" }] };

function job(spec: Fields = {}, metadata: Fields = { name: "work" }): Judged {
  const filled = { template: { spec: pod }, ...spec };
  return { apiVersion: "batch/v1", kind: "Job", metadata, spec: filled } as Judged;
}

function cronJob(spec: Fields, metadata: Fields = { name: "nightly" }): Judged {
  const jobTemplate = { spec: { template: { spec: pod } } };
  const filled = { schedule: "@daily", jobTemplate, ...spec };
  return { apiVersion: "batch/v1", kind: "CronJob", metadata, spec: filled } as Judged;
}

suite("jobs", () => {
  test("are fine as people write them", async () => {
    assert.deepEqual(await refusals(job()), []);
    assert.deepEqual(await refusals(job({}, { generateName: "work-" })), []);
    assert.deepEqual(await refusals(cronJob({ timeZone: "Europe/Berlin" })), []);
    assert.deepEqual(await warnings(cronJob({})), []);
  });

  const mistakes: readonly (readonly [what: string, Judged, says: string])[] = [
    [
      "no restart policy",
      job({ template: { spec: { containers: pod.containers } } }),
      "spec.template.spec.restartPolicy: the pods of a Job end, so they cannot always restart; OnFailure or Never",
    ],
    [
      "a policy of failures for pods that restart",
      job({
        podFailurePolicy: { rules: [{ action: "Ignore", onPodConditions: [{ type: "Lost" }] }] },
        template: { spec: { ...pod, restartPolicy: "OnFailure" } },
      }),
      "spec.template.spec.restartPolicy: with a podFailurePolicy the pods must not restart by themselves; Never",
    ],
    [
      "a limit by index without indexes",
      job({ backoffLimitPerIndex: 1 }),
      "spec.backoffLimitPerIndex: is for Jobs with completionMode: Indexed",
    ],
    [
      "success of an index that is none",
      job({
        completionMode: "Indexed",
        completions: 3,
        successPolicy: { rules: [{ succeededIndexes: "0,3" }] },
      }),
      "spec.successPolicy.rules[0].succeededIndexes: 3 is no index: the last is 2 (completions - 1)",
    ],
    [
      "a schedule of six fields",
      cronJob({ schedule: "0 0 2 * * *" }),
      'spec.schedule: "0 0 2 * * *" is not a schedule: it has 6 fields, not five (minute, hour, day of the month, month, day of the week); write for example "30 2 * * *" for half past two every day',
    ],
    [
      "a time zone in the schedule",
      cronJob({ schedule: "TZ=UTC 0 2 * * *" }),
      'spec.schedule: "TZ=UTC 0 2 * * *" is not a schedule: a schedule may not name a time zone; write it into timeZone instead',
    ],
    [
      "a name without room for those of the Jobs",
      cronJob({}, { name: "n".repeat(53) }),
      `metadata.name: "${"n".repeat(53)}" is too long for a CronJob: 53 characters, at most 52 are allowed`,
    ],
    [
      "a policy in small letters",
      cronJob({ concurrencyPolicy: "forbid" }),
      'spec.concurrencyPolicy: "forbid" is none of Allow, Forbid, Replace',
    ],
  ];
  for (const [what, object, says] of mistakes)
    test(`${what}: says what to write`, async () => {
      assert.deepEqual(await refusals(object), [says]);
    });

  test("a selector of its own must be announced, and match", async () => {
    const labelled = { metadata: { labels: { app: "work" } }, spec: pod };
    const selector = { matchLabels: { app: "work" } };
    assert.deepEqual(await refusals(job({ selector, template: labelled })), [
      "spec.selector: the server itself makes the selector of a Job; leave it out, or set manualSelector: true",
    ]);
    const announced = job({ selector, manualSelector: true, template: labelled });
    assert.deepEqual(await refusals(announced), []);
    const missing = job({ selector, manualSelector: true });
    assert.match((await refusals(missing)).join(), /^spec\.template\.metadata\.labels: /);
  });

  test("an Indexed Job without completions and with a policy of success does not fall over", async () => {
    const object = job({
      completionMode: "Indexed",
      parallelism: 2,
      successPolicy: { rules: [{ succeededCount: 1 }] },
    });
    assert.deepEqual(await refusals(object), [
      "spec.completions: must be given with completionMode: Indexed",
    ]);
  });

  test("managedBy is dropped unread before 1.32", async () => {
    assert.deepEqual(await refusals(job({ managedBy: "nobody" }), 31), []);
    assert.equal((await refusals(job({ managedBy: "nobody" }), 32)).length, 1);
  });

  suite("an update", () => {
    const image = (name: string) => ({
      template: { spec: { ...pod, containers: [{ name: "work", image: name }] } },
    });

    test("may not change the pods of a Job", async () => {
      assert.deepEqual(await refusalsOfUpdate(job({ parallelism: 2 }), job()), []);
      assert.deepEqual(await refusalsOfUpdate(job(image("work:v2")), job()), [
        "spec.template: cannot be changed in an existing object; create a Job of another name, or delete this one first",
      ]);
    });

    test("may place the pods of a Job that waits elsewhere", async () => {
      const placed = { template: { spec: { ...pod, nodeSelector: { disk: "fast" } } } };
      const before = job({ suspend: true });
      assert.deepEqual(await refusalsOfUpdate(job({ ...placed, suspend: true }), before), []);
      assert.equal((await refusalsOfUpdate(job(placed), job())).length, 1);
    });

    test("may change the resources of a Job that waits since 1.36", async () => {
      const work = { name: "work", image: "work:v1", resources: { requests: { cpu: "1" } } };
      const after = job({ suspend: true, template: { spec: { ...pod, containers: [work] } } });
      assert.equal((await refusalsOfUpdate(after, job({ suspend: true }), 35)).length, 1);
      assert.deepEqual(await refusalsOfUpdate(after, job({ suspend: true })), []);
    });

    test("may change completions together with parallelism only", async () => {
      const indexed = (completions: number, parallelism: number) =>
        job({ completionMode: "Indexed", completions, parallelism });
      assert.deepEqual(await refusalsOfUpdate(indexed(4, 4), indexed(3, 3)), []);
      assert.equal((await refusalsOfUpdate(indexed(4, 3), indexed(3, 3))).length, 1);
    });

    test("may change anything of a CronJob", async () => {
      const after = cronJob({ schedule: "@hourly", jobTemplate: { spec: image("work:v2") } });
      assert.deepEqual(await refusalsOfUpdate(after, cronJob({})), []);
    });
  });
});
