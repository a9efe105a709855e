import type { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import type { Item } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { baseName, scriptOf } from "./running/command-line.ts";
import { type Running, running } from "./running/running.ts";
import { parseShell } from "./shell/shell.ts";

export const pipeWithoutPipefail: Rule = {
  id: "pipe-without-pipefail",
  layer: "programs",
  severity: "warning",
  title: "a backup whose failure nobody sees",
  why: "a pipe ends as its last command does: when the dump fails, gzip packs what there is, the Job is Complete, and the backup is empty or cut off",
  fix: "set -o pipefail at the beginning of the script, in a shell that has it (bash, or busybox's sh)",
  bad: `apiVersion: batch/v1
kind: CronJob
metadata: { name: backup }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: backup
              image: postgres:17-alpine
              command: ["sh", "-c", "set -e; pg_dump -h db shop | gzip > /backup/shop.sql.gz"]
`,
  good: `apiVersion: batch/v1
kind: CronJob
metadata: { name: backup }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: backup
              image: postgres:17-alpine
              command: ["sh", "-c", "set -eo pipefail; pg_dump -h db shop | gzip > /backup/shop.sql.gz"]
`,
  find: (world: World) =>
    running(world).flatMap((each): FoundInObject[] =>
      scriptsOf(each).flatMap(({ text, item, path }) => {
        if (CAREFUL.test(text)) return [];
        for (const { commands } of parseShell(text) ?? []) {
          const [first, ...others] = commands;
          const tool = toolOf(first?.words ?? []);
          const last = baseName(others.at(-1)?.words[0] ?? "");
          // What the next command cannot do without, it tells itself: psql fails, gzip does not.
          if (tool === undefined || !TAKES_ANYTHING.has(last)) continue;
          return [foundAt(item, path, `${tool} | ${last} succeeds even if ${tool} fails`)];
        }
        return [];
      }),
    ),
};

const CAREFUL = /pipefail|PIPESTATUS|pipestatus/;

const DUMPS: ReadonlySet<string> = new Set([
  "pg_dump",
  "pg_dumpall",
  "pg_basebackup",
  "mysqldump",
  "mariadb-dump",
  "mongodump",
]);
const TAKES_ANYTHING: ReadonlySet<string> = new Set([
  "gzip",
  "pigz",
  "bzip2",
  "xz",
  "zstd",
  "lz4",
  "cat",
  "tee",
  "openssl",
  "gpg",
  "age",
  "aws",
  "gsutil",
  "rclone",
  "mc",
  "s3cmd",
]);

/** A dump, behind words such as \`PGPASSWORD=… exec\` and \`if !\`. */
function toolOf(words: readonly string[]): string | undefined {
  const name = words.find((word) => !/^\w+=/.test(word) && !BEFORE.has(word));
  const tool = baseName(name ?? "");
  return DUMPS.has(tool) ? tool : undefined;
}

const BEFORE: ReadonlySet<string> = new Set(["if", "!", "time", "then", "do", "else", "{", "exec"]);

interface Script {
  readonly text: string;
  readonly item: Item<unknown>;
  readonly path: FieldPath;
}

/** What a container gives a shell, and the scripts of ConfigMaps that it runs. */
function scriptsOf({ placed, workload, mounts }: Running): readonly Script[] {
  const { container, path } = placed;
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  if (words.length === 0) return [];
  const own = scriptOf(container);
  const isArgs = own !== undefined && (container.args ?? []).includes(own.script);
  const at = path.field(isArgs ? "args" : "command");
  const careful = own?.shell.some((word) => CAREFUL.test(word));
  const inline = own && !careful ? [{ text: own.script, item: workload.item, path: at }] : [];
  const files = mounts.files
    .filter((file) => words.some((word) => word.includes(file.path)))
    .filter(({ text }) => /^#!.*sh\b/.test(text) || /\bpg_dump|dump\b/.test(text))
    .map((file) => ({ text: file.text, item: file.from, path: file.at }));
  return [...inline, ...files];
}
