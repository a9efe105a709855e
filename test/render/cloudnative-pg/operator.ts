import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster, Pod, ServicePort } from "../../../src/kubernetes/types/index.ts";
import { askGo } from "../../go-program.ts";

/** What the operator makes for a Cluster. */
export interface Made {
  /** The server that writes. */
  readonly instance: Pod;
  /** The pods that prepare the first server and the second. */
  readonly jobs: readonly Pod[];
  readonly service: {
    readonly name: string;
    readonly selector: Record<string, string>;
    readonly ports: readonly ServicePort[];
  };
  readonly secret: { readonly name: string; readonly data: Record<string, string> };
  readonly account: string;
}

export type Verdict =
  | { readonly accepted: true; readonly warnings: readonly string[] | null }
  | { readonly accepted: false; readonly message: string };

/** The operator's own answers; nothing where there is no Go (five minutes to build the first time). */
function ask<Answer>(questions: readonly object[]): Answer[] | undefined {
  return askGo(import.meta.dirname, "cloudnative-pg", questions);
}

/** What its webhook says of Clusters. */
export function webhook(clusters: readonly object[]): Verdict[] | undefined {
  return ask(clusters.map((cluster) => ({ ask: "webhook", cluster })));
}

/** The settings that it keeps for itself. */
export function fixed(): string[] | undefined {
  return ask<{ names: string[] }>([{ ask: "fixed" }])?.[0]?.names;
}

export function makes(cluster: Cluster): Made | undefined {
  return ask<Made>([{ ask: "makes", cluster }])?.[0];
}

const RECORDING = join(import.meta.dirname, "../../recordings/cloudnative-pg.json");
const HOW_TO_RECORD =
  "re-record with UPDATE_RECORDINGS=1 node --test test/render/cloudnative-pg-operator.test.ts";

/** What it made for this Cluster when it was last asked. */
export function recorded(cluster: Cluster): Made {
  const { cluster: asked, made } = JSON.parse(readFileSync(RECORDING, "utf8"));
  assert.deepEqual(asked, cluster, `the Cluster is another one now: ${HOW_TO_RECORD}`);
  return made;
}

export function record(cluster: Cluster, made: Made): void {
  writeFileSync(RECORDING, `${JSON.stringify({ cluster, made }, null, 1)}\n`);
}
