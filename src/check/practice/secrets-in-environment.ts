import { foundAt } from "../objects/found.ts";
import { listed } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import { POD } from "./shared/example.ts";
import { programs } from "./shared/nature.ts";
import { counted } from "./shared/tell.ts";

const SECRET = `---
apiVersion: v1
kind: Secret
metadata: { name: database }
stringData: { password: made-by-hand }
`;

export const secretsInEnvironment: Rule = {
  id: "secrets-in-environment",
  layer: "practice",
  severity: "info",
  title: "Secrets that programs read from their environment",
  why: "the environment goes to every child process, into crash reports and debug pages, and does not change when the Secret does. It matters to whoever answers for security (CIS 5.4.1); many programs read nothing else",
  fix: "mount the Secret as a file where the program can read one",
  bad: `${POD}      env:
        - name: DB_PASSWORD
          valueFrom: { secretKeyRef: { name: database, key: password } }
${SECRET}`,
  good: `${POD}      volumeMounts: [{ name: database, mountPath: /run/secrets/database, readOnly: true }]
  volumes: [{ name: database, secret: { secretName: database } }]
${SECRET}`,
  find: (world) => {
    const guilty = programs(world).flatMap(({ item, containers }) => {
      const reader = containers.find(({ container: { env = [], envFrom = [] } }) =>
        [
          ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef),
          ...envFrom.map(({ secretRef }) => secretRef),
        ].some(Boolean),
      );
      return reader ? [{ item, reader }] : [];
    });
    const [first] = guilty;
    if (!first) return [];
    const names = listed(guilty.map(({ item }) => item.name));
    const read = guilty.length > 1 ? "read" : "reads";
    const message = `${counted(guilty.length, "workload")} ${read} Secrets from the environment: ${names}`;
    return [foundAt(first.item, first.reader.path, message)];
  },
};
