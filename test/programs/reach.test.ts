import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { AlertmanagerConfig } from "../../src/kubernetes/types/index.ts";
import { needs } from "./installed.ts";
import { selected } from "./promql.ts";
import { environmentsOf, object } from "./rendered.ts";
import { promtool, rulesOf } from "./rules.ts";

suite("what is observed of thebot reaches people", needs("promtool"), () => {
  for (const given of environmentsOf("thebot")) {
    const { environment: name } = given;
    const { namespace } = given.resolved;

    test(`${name}: every alert reaches somebody by its severity and namespace`, () => {
      const { spec } = object<AlertmanagerConfig>(given, "AlertmanagerConfig", "thebot-alerts");
      const routes = (spec?.route?.routes ?? []) as unknown as {
        receiver: string;
        matchers: { name: string; value: string }[];
      }[];
      const mails = new Map(
        (spec?.receivers ?? []).map((each) => [each.name, each.emailConfigs?.map(({ to }) => to)]),
      );
      const told = (severity?: string) =>
        mails.get(
          routes.find(({ matchers }) => matchers.every((m) => m.value === severity))?.receiver ??
            "",
        );
      assert.deepEqual(told("critical"), ["oncall@the-bot.ru"]);
      assert.deepEqual(told("warning"), ["team@the-bot.ru"]);
      const alerts = rulesOf(given).filter(({ alert }) => alert);
      for (const { alert, labels } of alerts) {
        assert.equal(told(labels?.severity)?.length, 1, String(alert));
        // The operator adds this matcher to every route of an AlertmanagerConfig.
        assert.equal(labels?.namespace, namespace, String(alert));
      }
      // A severity without a mail is left to the receiver that says so.
      assert.equal(spec?.route?.receiver, "nobody");
      assert.ok(mails.has("nobody") && mails.get("nobody") === undefined);
    });

    test(`${name}: the dashboard shows recorded series of the namespace that is chosen`, async () => {
      const { data } = object<{ data: Record<string, string> }>(
        given,
        "ConfigMap",
        "thebot-dashboard",
      );
      const { panels, templating } = JSON.parse(data["thebot-dashboard.json"] ?? "");
      const exprs: string[] = panels.flatMap((panel: { targets: { expr: string }[] }) =>
        panel.targets.map(({ expr }) => expr),
      );
      const groups = [
        { name: "panels", rules: exprs.map((expr, index) => ({ record: `panel_${index}`, expr })) },
      ];
      const { code, printed } = await promtool({ "p.yml": { groups } }, "check", "rules", "p.yml");
      assert.equal(code, 0, printed);
      const recorded = new Set(rulesOf(given).flatMap(({ record }) => record ?? []));
      for (const expr of exprs) {
        for (const { metric, labels } of selected(expr)) {
          assert.ok(recorded.delete(metric), `${metric} is recorded and shown once`);
          assert.deepEqual(labels, { namespace: "$namespace" });
        }
      }
      assert.deepEqual([...recorded], [], "every recorded series is shown");
      assert.deepEqual(
        templating.list.map((each: { name: string }) => each.name),
        ["namespace"],
      );
    });
  }
});
