import type { Reference } from "../../../reference/index.ts";
import type { Total } from "../../../reference/resources.ts";
import { runbookFile } from "../files.ts";
import { mermaid } from "../mermaid.ts";
import { table } from "../table.ts";
import { bullets, document, fenced, heading } from "../text.ts";

/** The first page: what it is, how it hangs together, and where the rest is. */
export function overviewPage(reference: Reference, made: string): string {
  const { platform, environments } = reference;
  const names = environments.map(({ name }) => name);
  return document(
    heading(1, `${platform}: reference`),
    made,
    heading(2, "Architecture"),
    ...drawings(reference),
    "An arrow is a connection that the platform declares. Left out: the cluster's DNS, which every pod may ask, metrics that Prometheus collects, and the Kubernetes API. [network.md](network.md) has every connection, worked out from the rendered policies.",
    heading(2, "What runs"),
    table(
      ["component", "what it is", ...names.map((name) => `replicas in ${name}`)],
      parts(reference),
    ),
    heading(2, "Environments"),
    table(["", ...names], facts(reference)),
    heading(2, "Pages"),
    bullets([
      "[manifests.md](manifests.md): every object, and what it is for",
      "[resources.md](resources.md): CPU, memory and volumes, with totals and what the quota leaves",
      "[network.md](network.md): addresses, ports, Services, and who can reach whom",
      "[health.md](health.md): probes, scaling, budgets, alerts",
      "[configuration.md](configuration.md): settings, variables, and secrets by name and key",
      "[environments.md](environments.md): the environments side by side",
      "[deployment.md](deployment.md): what the cluster must have, and in which order things start",
      ...names.map(
        (name) =>
          `[${runbookFile(reference, name)}](${runbookFile(reference, name)}): what people do with ${name}, command by command`,
      ),
    ]),
    heading(2, "In place of what is obsolete or unsafe"),
    table(
      ["instead of", "here", "because"],
      reference.replacements.map(({ instead, here, why }) => [instead, here, why]),
    ),
    ...reference.cautions,
  );
}

function drawings({ diagrams }: Reference): string[] {
  return diagrams.flatMap(({ value, environments }) => [
    ...(diagrams.length > 1 ? [`**${environments.join(", ")}**`] : []),
    fenced("mermaid", mermaid(value)),
  ]);
}

function parts({ components, environments }: Reference): string[][] {
  return components.map(({ title, what, facts }) => {
    const replicas = facts.find(({ name }) => name === "Replicas")?.values ?? [];
    const kinds = facts.find(({ name }) => name === "Kind")?.values ?? [];
    const inEach = environments.map(({ name }) => {
      const isThere = kinds.some((variant) => variant.environments.includes(name));
      const count = replicas.find((variant) => variant.environments.includes(name))?.value;
      return isThere ? count || "runs, then ends" : "not there";
    });
    return [`\`${title}\``, what, ...inEach];
  });
}

function facts(reference: Reference): string[][] {
  const { environments, resources } = reference;
  const row = (name: string, text: (index: number) => string) => [
    name,
    ...environments.map((_, index) => text(index)),
  ];
  const range = (index: number, text: (total: Total) => string) => {
    const { minimum, maximum } = resources[index] ?? {};
    const [least, most] = [minimum && text(minimum), maximum && text(maximum)];
    return least === most ? `${least}` : `${least} to ${most}`;
  };
  return [
    row("namespace", (index) => `\`${environments[index]?.namespace}\``),
    row("domain", (index) => environments[index]?.domain ?? "none"),
    row("objects", (index) => String(environments[index]?.objects)),
    row("pods", (index) => range(index, ({ pods }) => String(pods))),
    row("CPU requested", (index) => range(index, ({ cpu }) => cpu.request)),
    row("memory requested", (index) => range(index, ({ memory }) => memory.request)),
    row("secrets", (index) => secretsOf(reference, index)),
    row("runbook", (index) => {
      const file = runbookFile(reference, environments[index]?.name ?? "");
      return `[${file}](${file})`;
    }),
  ];
}

function secretsOf({ secrets, environments }: Reference, index: number): string {
  const name = environments[index]?.name ?? "";
  const all = secrets.flatMap(({ sources }) =>
    sources.filter((variant) => variant.environments.includes(name)).map(({ value }) => value),
  );
  return [...new Set(all)].join(", ") || "none";
}
