import { listed } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { programs } from "./shared/nature.ts";
import { about } from "./shared/tell.ts";

const NAME = "app.kubernetes.io/name";

export const missingLabels: Rule = {
  id: "missing-labels",
  layer: "practice",
  severity: "info",
  title: "programs that are labelled, but not as others label theirs",
  why: "dashboards, cost reports and kubectl get -l look for the recommended labels, and each tool has to be told of others. It matters when there are more programs than one remembers",
  fix: "add app.kubernetes.io/name (and instance, component, part-of) to the pods' labels; a selector that is there already cannot change, and need not",
  bad: changed(POD, NAME, "app"),
  good: POD,
  find: (world) => {
    const all = programs(world);
    const guilty = all.filter(({ labels }) => labels[NAME] === undefined);
    const [first] = guilty;
    if (!first) return [];
    const names = listed(guilty.map(({ item }) => item.name));
    return [
      about(
        first.item,
        `${guilty.length} of ${all.length} workloads have no label ${NAME}: ${names}`,
      ),
    ];
  },
};
