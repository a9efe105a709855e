import { keyOf } from "../identity.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { Subject, World } from "../world.ts";

export const duplicateObject: Rule = {
  id: "duplicate-object",
  layer: "documents",
  severity: "error",
  title: "two objects of one kind with one name",
  why: "they are one object to the cluster: what is applied last overwrites the other, in an order that nobody sees",
  fix: "rename one of the two, or merge them",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LOG_LEVEL: info }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LOG_LEVEL: debug }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LOG_LEVEL: info }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: more-settings }
data: { LOG_LEVEL: debug }
`,
  find: ({ objects }: World) => {
    const first = new Map<string, Subject>();
    const found: FoundInObject[] = [];
    for (const subject of objects) {
      const key = keyOf(subject);
      if (key === undefined) continue;
      const other = first.get(key);
      if (!other) {
        first.set(key, subject);
        continue;
      }
      const { file, line } = other.locate([], "value");
      const message = `the same object is in line ${line} of ${file}`;
      const steps = ["metadata", "name"];
      found.push({ subject, steps, path: steps.join("."), part: "value", message });
    }
    return found;
  },
};
