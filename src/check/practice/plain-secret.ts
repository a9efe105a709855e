import type { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { listed } from "../objects/titles.ts";
import type { PlacedContainer } from "../objects/workloads.ts";
import type { Rule } from "../rule.ts";
import { POD } from "./shared/example.ts";
import { programs } from "./shared/nature.ts";
import { couldBeSecret, namesCredential, secretIn } from "./shared/words.ts";

const SECRET = `---
apiVersion: v1
kind: Secret
metadata: { name: database }
stringData: { password: made-by-hand }
`;

export const plainSecret: Rule = {
  id: "plain-secret",
  layer: "practice",
  severity: "warning",
  title: "secrets written into environment variables, commands and arguments",
  why: "whoever may read the workload or the repository has the secret, which is far more people than may read Secrets, and a repository never forgets. It matters from the day on which the value is a real one",
  fix: "put it into a Secret, name that with valueFrom.secretKeyRef, and change the secret",
  bad: `${POD}      env: [{ name: DB_PASSWORD, value: hunter2-on-stage }]
`,
  good: `${POD}      env: [{ name: DB_PASSWORD_FILE, value: /run/secrets/database/password }]
      volumeMounts: [{ name: database, mountPath: /run/secrets/database, readOnly: true }]
  volumes: [{ name: database, secret: { secretName: database } }]
${SECRET}`,
  find: (world) =>
    programs(world).flatMap(({ item, containers }) =>
      containers.flatMap((placed) => {
        const spilt = [...inEnvironment(placed), ...inArguments(placed)];
        const [first] = spilt;
        if (!first) return [];
        const names = listed([...new Set(spilt.map(({ what }) => what))]);
        const message = `container ${placed.container.name ?? ""} has in plain text: ${names}`;
        // The line holds the value.
        return [{ ...foundAt(item, first.path, message), isSecret: true }];
      }),
    ),
};

interface Spilt {
  readonly what: string;
  readonly path: FieldPath;
}

function inEnvironment({ container, path }: PlacedContainer): Spilt[] {
  return (container.env ?? []).flatMap(({ name = "", value = "" }, index) => {
    if (value === "") return [];
    const isNamed = namesCredential(name) && couldBeSecret(value);
    const seen = isNamed ? name : secretIn(value) && `${secretIn(value)} (${name})`;
    return seen ? [{ what: seen, path: path.field("env").index(index).field("value") }] : [];
  });
}

function inArguments({ container, path }: PlacedContainer): Spilt[] {
  return (["command", "args"] as const).flatMap((field) =>
    (container[field] ?? []).flatMap((text, index, all) => {
      const what = secretIn(text) ?? flagIn(text, all[index + 1] ?? "");
      return what ? [{ what, path: path.field(field).index(index) }] : [];
    }),
  );
}

const FLAG = /^(--?[A-Za-z][A-Za-z0-9._-]*)(?:=(.*))?$/s;

/** `--db-password=…`, and `--db-password` with the value behind it. */
function flagIn(text: string, next: string): string | undefined {
  const [, flag = "", value] = FLAG.exec(text) ?? [];
  if (!namesCredential(flag)) return undefined;
  const given = value ?? (next.startsWith("-") ? "" : next);
  return given !== "" && couldBeSecret(given) ? `the value of ${flag}` : undefined;
}
