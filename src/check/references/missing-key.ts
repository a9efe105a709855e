import { closest } from "../../closest.ts";
import { quote } from "../../kubernetes/text.ts";
import type { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { someOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { needsOf } from "./needs.ts";
import { providers } from "./provided.ts";
import type { Reference } from "./reference.ts";
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
  find: (world: World) => {
    const found = references(world).flatMap((reference) => lackOf(world, reference));
    const byKey = Map.groupBy(found, ({ lack }) => lack);
    return [...byKey.values()].map((all): FoundInObject => {
      const { message, reference, at, fix, key } = all[0] as Lack;
      const isMadeOfFiles = fix === undefined && reference.from.subject.hasFileNear?.(key) === true;
      const needs = someOf(needsOf(all.map((each) => each.reference)));
      return {
        subject: reference.from.subject,
        steps: at.steps(),
        path: at.toString(),
        part: "value",
        message: `${message}; needed by ${needs}`,
        ...(isMadeOfFiles ? { severity: "warning" as const, fix: MADE_OF_FILES } : { fix }),
      };
    });
  },
};

/** A file of the name lies there. */
const MADE_OF_FILES =
  "if it is made of the folder that holds a file of this name (kubectl create configmap --from-file), take the other one away";

interface Lack {
  /** What is missing, the same for all who need it. */
  readonly lack: string;
  readonly message: string;
  readonly key: string;
  readonly reference: Reference;
  readonly at: FieldPath;
  readonly fix: string | undefined;
}

function lackOf(world: World, reference: Reference): Lack[] {
  const { target, key, optional } = reference;
  if (key === undefined || optional) return [];
  const provided = providers(world).find(target);
  if (provided?.how !== "object" && provided?.how !== "made") return [];
  if (!provided.keys || provided.keys.includes(key.name)) return [];
  const near = closest(key.name, provided.keys);
  return [
    {
      lack: [target.kind, target.namespace, target.name, key.name].join("/"),
      message: `the ${target.kind} ${quote(target.name)} has no key ${quote(key.name)}`,
      key: key.name,
      reference,
      at: key.path,
      fix: near === undefined ? undefined : `did you mean ${quote(near)}?`,
    },
  ];
}
