import { closest } from "../../closest.ts";
import { quote } from "../../kubernetes/text.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { providers } from "./provided.ts";
import { references } from "./references.ts";

export const missingKey: Rule = {
  id: "missing-key",
  layer: "references",
  severity: "error",
  title: "a key that a ConfigMap or Secret does not have",
  why: "the pods wait in CreateContainerConfigError, or with a volume that cannot be mounted, as long as the key is not there",
  fix: "add the key, or mend its name",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: web-settings }
data: { LOG_LEVEL: info }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env:
        - name: LEVEL
          valueFrom: { configMapKeyRef: { name: web-settings, key: LOGLEVEL } }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: web-settings }
data: { LOG_LEVEL: info }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env:
        - name: LEVEL
          valueFrom: { configMapKeyRef: { name: web-settings, key: LOG_LEVEL } }
        - name: COLOR
          valueFrom: { configMapKeyRef: { name: web-settings, key: COLOR, optional: true } }
`,
  find: (world: World) =>
    references(world).flatMap(({ from, target, key, optional, use }): FoundInObject[] => {
      if (key === undefined || optional) return [];
      const provided = providers(world).find(target);
      if (!provided || !("keys" in provided) || !provided.keys) return [];
      if (provided.keys.includes(key.name)) return [];
      const near = closest(key.name, provided.keys);
      return [
        {
          subject: from.subject,
          steps: key.path.steps(),
          path: key.path.toString(),
          part: "value",
          message: `the ${target.kind} ${quote(target.name)} has no key ${quote(key.name)}, which ${use} needs`,
          fix: near === undefined ? undefined : `did you mean ${quote(near)}?`,
        },
      ];
    }),
};
