import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { programs } from "./shared/nature.ts";
import { about, counted } from "./shared/tell.ts";

const SHOP = `${changed(POD, "name: web,", "name: web, namespace: shop,")}---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`;

export const defaultNamespace: Rule = {
  id: "default-namespace",
  layer: "practice",
  severity: "info",
  title: "programs in the namespace default",
  why: "rights, quotas, policies and Pod Security levels are given by namespace, and default has everybody's leftovers in it. It matters as soon as a second team uses the cluster",
  fix: "make a namespace for the program, and name it",
  bad: changed(POD, "name: web,", "name: web, namespace: default,"),
  good: SHOP,
  find: (world) => {
    const guilty = programs(world).filter(({ item }) => item.namespace === "default");
    const [first] = guilty;
    if (!first) return [];
    return [about(first.item, `${counted(guilty.length, "workload")} in the namespace default`)];
  },
};
