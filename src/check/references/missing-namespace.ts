import { quote } from "../../kubernetes/text.ts";
import { madeByCommand } from "../objects/guides.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import { someOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Near, nearTo } from "./near.ts";
import { Place } from "./place.ts";
import { providers } from "./provided.ts";

export const missingNamespace: Rule = {
  id: "missing-namespace",
  layer: "references",
  severity: "info",
  title: "objects in a namespace that is not among those that the input declares",
  why: "the server refuses what goes into a namespace that does not exist",
  fix: "add the Namespace, or say that it is in the cluster: --assume Namespace/NAME",
  bad: `apiVersion: v1
kind: Namespace
metadata: { name: billing }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: biling }
data: { LOG_LEVEL: info }
`,
  good: `apiVersion: v1
kind: Namespace
metadata: { name: billing }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: billing }
data: { LOG_LEVEL: info }
`,
  // An input that declares several namespaces declares them all; one may be an operator's own.
  find: (world: World) => {
    const declared = inventory(world).of("", "Namespace").length;
    const byNamespace = Map.groupBy(inventory(world).items, ({ namespace }) => namespace);
    return [...byNamespace].flatMap(([name, items]) => {
      if (!name || declared === 0 || providers(world).find(targetOf(name))) return [];
      const from = items[0] as Item;
      if (madeByCommand(from.subject, targetOf(name)) !== undefined) return [];
      const near = nearTo(world, { target: targetOf(name), from });
      const isMisspelt = near?.how === "misspelt";
      return isMisspelt || declared > 1 ? [foundOf(name, items, near)] : [];
    });
  },
};

function targetOf(name: string) {
  return { group: "", kind: "Namespace", namespace: "", name };
}

function foundOf(name: string, items: readonly Item[], near: Near | undefined): FoundInObject {
  const [from] = items as [Item, ...Item[]];
  const { path } = Place.of(from).at("metadata", "namespace");
  return {
    subject: from.subject,
    steps: path.steps(),
    path: path.toString(),
    part: "value",
    message: `there is no Namespace ${quote(name)}; in it are ${someOf(items.map((item) => `${item.kind} ${item.name}`))}`,
    severity: near?.how === "misspelt" ? "error" : undefined,
    fix: near && `did you mean ${quote(near.item.name)}?`,
  };
}
