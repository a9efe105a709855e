import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import { listed } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import { couldBeSecret, namesCredential, secretIn } from "./shared/words.ts";

export const secretInConfigmap: Rule = {
  id: "secret-in-configmap",
  layer: "practice",
  severity: "warning",
  title: "secrets in a ConfigMap",
  why: "ConfigMaps are read by far more people and programs than Secrets: the role view has them, dashboards show them, and nothing encrypts them. It matters from the day on which the value is a real one",
  fix: "move the key into a Secret, and change the secret",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data:
  LOG_LEVEL: info
  DB_PASSWORD: hunter2-on-stage
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data:
  LOG_LEVEL: info
---
apiVersion: v1
kind: Secret
metadata: { name: settings }
stringData:
  DB_PASSWORD: hunter2-on-stage
`,
  find: (world) =>
    inventory(world)
      .all("ConfigMap")
      .flatMap((item) => {
        const spilt = Object.entries(item.object.data ?? {}).flatMap(([key, value = ""]) => {
          const what = secretOf(key, value);
          return what ? [{ key, what }] : [];
        });
        const [first] = spilt;
        if (!first) return [];
        const message = `in plain text: ${listed(spilt.map(({ what }) => what))}`;
        const path = FieldPath.root.field("data").key(first.key);
        // The line holds the value.
        return [{ ...foundAt(item, path, message), isSecret: true }];
      }),
};

function secretOf(key: string, value: string): string | undefined {
  // A key with an ending is a file, and what a file is called says little about each line.
  const isSetting = !/\.[a-z0-9]{1,10}$/i.test(key) || /^[a-z0-9]+(?:\.[a-z0-9-]+){2,}$/.test(key);
  if (isSetting && namesCredential(key) && couldBeSecret(value.trim())) return key;
  const seen = secretIn(value);
  return seen && `${seen} (${key})`;
}
