import { quote } from "../../kubernetes/text.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import type { Assumption } from "../assumptions.ts";
import { type Item, inventory, isSameNamespace } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { providers } from "./provided.ts";
import type { Reference } from "./reference.ts";
import { references } from "./references.ts";

const objects = (key: string) => `# slipway check --assume Secret/database:password
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env:
        - name: PASSWORD
          valueFrom: { secretKeyRef: { name: database, key: ${key} } }
`;

export const wrongAssumption: Rule = {
  id: "wrong-assumption",
  layer: "references",
  severity: "warning",
  title: "something is assumed that the input says otherwise",
  why: "an assumption that is wrong hides what is missing",
  fix: "mend the assumption",
  bad: objects("pass"),
  good: objects("password"),
  find: (world: World) => [
    ...here(world),
    ...references(world).flatMap((reference) => unassumedKey(world, reference)),
  ],
};

/** Objects that are said to be elsewhere. Many names at once may well have exceptions. */
function here(world: World): FoundInObject[] {
  const given = world.assumptions.given.filter(({ name }) => !name.endsWith("*"));
  if (given.length === 0) return [];
  const keyOf = ({ kind, name }: { kind: string; name: string }) => `${kind.toLowerCase()}/${name}`;
  const items = Map.groupBy(inventory(world).items, keyOf);
  return given.flatMap((assumption) =>
    (items.get(keyOf(assumption)) ?? [])
      .filter(({ namespace }) => isSameNamespace(namespace || undefined, assumption.namespace))
      .map((item) => hereFound(world, item, assumption)),
  );
}

function hereFound(world: World, item: Item, { kind, name }: Assumption): FoundInObject {
  // One fault is told once: it need not be unused as well.
  world.assumptions.find({ kind, name, namespace: item.namespace });
  return {
    subject: item.subject,
    steps: FieldPath.root.steps(),
    path: "",
    part: "value",
    message: `${kind} ${quote(name)} is assumed to be elsewhere, and it is here`,
    fix: "leave the assumption out",
  };
}

function unassumedKey(world: World, { target, key, optional, from, use }: Reference) {
  if (!key || optional) return [];
  const provided = providers(world).find(target);
  if (provided?.how !== "assumed" || !provided.keys || provided.keys.includes(key.name)) return [];
  const found: FoundInObject = {
    subject: from.subject,
    steps: key.path.steps(),
    path: key.path.toString(),
    part: "value",
    message: `the ${target.kind} ${quote(target.name)} is assumed to have ${provided.keys.join(", ")}, and ${use} needs ${quote(key.name)}`,
    fix: `assume the key as well, if it is there: ${target.kind}/${target.name}:${[...provided.keys, key.name].join(",")}`,
  };
  return [found];
}
