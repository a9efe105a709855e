import type { Reference } from "../../../reference/index.ts";
import { runbookFile } from "../files.ts";
import { table } from "../table.ts";
import { bullets, document, heading } from "../text.ts";
import { varied } from "../varied.ts";

/** What the cluster must have, in which order things start, and why. */
export function deploymentPage(reference: Reference): string {
  const { platform, environments } = reference;
  const links = environments.map(
    ({ name }) => `[${runbookFile(reference, name)}](${runbookFile(reference, name)})`,
  );
  return document(
    heading(1, `${platform}: deployment`),
    `What must be there before, the order, and the reasons. The commands are in ${links.join(", ")}.`,
    heading(2, "What the cluster must have"),
    needs(reference),
    heading(2, "Order"),
    "As `slipway deploy` applies it: each object as soon as what it needs is there, so that a step does not wait for more of the one before than it needs. Those in the last column are waited for until they are ready.",
    order(reference),
    heading(2, "Why this order"),
    bullets([
      "The namespace with its Pod Security level comes first: pods are admitted by it.",
      "Quotas, policies, volumes, settings, accounts, Services, and where secrets come from: pods would wait for them, or start without. Network policies come before pods, so that nothing is open for a moment.",
      "Data stores are ready before what connects to them is applied, and migrations are done before any program (below). Programs do not wait for each other: they are built to try again.",
      "Autoscalers come when there is something to scale, and routes last: requests arrive when there is somebody to answer them.",
    ]),
    ...reasons(reference),
  );
}

function needs({ needs: rows, environments }: Reference): string {
  const total = environments.length;
  return (
    table(
      ["the cluster must have", "because of", "for", "installation"],
      rows.map(({ title, why, site, environments: having }) => [
        title,
        varied(why, having.length),
        having.length === total ? "all" : having.join(", "),
        `<${site}>`,
      ]),
    ) ?? "Nothing beyond Kubernetes itself."
  );
}

function order({ order: steps, environments }: Reference): string | undefined {
  const total = environments.length;
  return table(
    ["", "step", "what is applied", "waits until ready"],
    steps.map(({ title, kinds, workloads }, index) => [
      String(index + 1),
      title,
      varied(kinds, total, (all) => all.join(", ")),
      varied(workloads, total, (all) => all.map((name) => `\`${name}\``).join(", ") || "–"),
    ]),
  );
}

function reasons({ reasons: found }: Reference): (string | undefined)[] {
  return found.flatMap(({ value, environments: having }) => [
    ...(found.length > 1 ? [heading(3, having.join(", "))] : []),
    table(
      ["these", "start after", "because they"],
      value.map(({ of, after, because }) => [
        of.map((name) => `\`${name}\``).join(", "),
        `\`${after}\``,
        because,
      ]),
    ) ?? "Nothing here asks anything else.",
  ]);
}
