import type { Reference } from "../../../reference/index.ts";
import { table } from "../table.ts";
import { document, heading, plain } from "../text.ts";
import { varied } from "../varied.ts";

/** Probes, scaling, budgets and alerts. */
export function healthPage(reference: Reference): string {
  const { platform, probes, scaling, budgets, alerts, environments } = reference;
  const total = environments.length;
  return document(
    heading(1, `${platform}: health`),
    heading(2, "Probes"),
    "The kubelet asks each container: until the startup probe succeeds, no other one counts; a liveness probe that fails restarts the container; a readiness probe that fails takes the pod out of its Services.",
    table(
      ["component", "container", "probe", "asks", "when"],
      probes.map(({ component, container, kind, asks, timing }) => [
        `\`${component}\``,
        container,
        kind,
        varied(asks, total),
        varied(timing, total),
      ]),
    ) ?? "Nothing here is probed.",
    heading(2, "Scaling"),
    table(
      ["component", "replicas", "aims for", "up", "down"],
      scaling.map(({ component, bounds, aims, up, down }) => [
        `\`${component}\``,
        ...[bounds, aims, up, down].map((values) => varied(values, total)),
      ]),
    ) ?? "Nothing here scales by itself.",
    heading(2, "Budgets"),
    table(
      ["budget", "while nodes are drained"],
      budgets.map(({ name, bound }) => [`\`${name}\``, varied(bound, total)]),
    ) ?? "Nothing here holds back a drain.",
    heading(2, "Alerts"),
    table(
      ["alert", "severity", "after", "says"],
      alerts.map(({ name, severity, after, summary }) => [
        `\`${name}\``,
        varied(severity, total),
        varied(after, total),
        varied(summary, total, plain),
      ]),
    ) ?? "The platform raises no alerts of its own.",
  );
}
