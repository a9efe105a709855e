import assert from "node:assert/strict";
import { it } from "node:test";
import { endlessCronjob } from "../../../src/check/practice/endless-cronjob.ts";
import { forgottenFailures } from "../../../src/check/practice/forgotten-failures.ts";
import { lastingJob } from "../../../src/check/practice/lasting-job.ts";
import { changed, REPORT } from "../../../src/check/practice/shared/example.ts";
import { found } from "./found.ts";

const ENDLESS = changed(REPORT, "      activeDeadlineSeconds: 3600\n", "");

it("a run that hangs does harm by what the CronJob does with the next", async () => {
  assert.deepEqual(await found(endlessCronjob, ENDLESS), [
    "a run of report that hangs keeps later ones from starting: there is no deadline",
  ]);
  const [allowed] = await found(endlessCronjob, changed(ENDLESS, "Forbid", "Allow"));
  assert.match(allowed ?? "", /is joined by later ones/);
});

it("it does none where it is replaced, suspended, or ends with its pod", async () => {
  const fine = [
    changed(ENDLESS, "Forbid", "Replace"),
    changed(ENDLESS, "concurrencyPolicy", "suspend: true\n  concurrencyPolicy"),
    changed(
      ENDLESS,
      "          restartPolicy",
      "          activeDeadlineSeconds: 60\n          restartPolicy",
    ),
  ];
  for (const text of fine) assert.deepEqual(await found(endlessCronjob, text), []);
});

it("only a history of no failures at all is too short", async () => {
  assert.deepEqual(
    await found(
      forgottenFailures,
      changed(REPORT, "spec:\n", "spec:\n  successfulJobsHistoryLimit: 0\n"),
    ),
    [],
  );
});

it("Helm and Argo CD delete their own Jobs, and a CronJob its runs", async () => {
  const bad = lastingJob.bad;
  assert.equal((await found(lastingJob, bad)).length, 1);
  for (const key of ["helm.sh/hook: pre-upgrade", "argocd.argoproj.io/hook: Sync"])
    assert.deepEqual(
      await found(
        lastingJob,
        changed(bad, "{ name: migrate-v42 }", `{ name: migrate, annotations: { ${key} } }`),
      ),
      [],
    );
  assert.deepEqual(await found(lastingJob, REPORT), []);
});
