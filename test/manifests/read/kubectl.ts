import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ControlPlaneMissing, programs } from "../../control-plane/build.ts";

const recording = join(import.meta.dirname, "..", "..", "recordings", "read-kubectl.json");

/** The objects that kubectl reads; nothing where it refuses the stream. */
export type Read = readonly unknown[] | null;

/**
 * What the real kubectl reads of each stream, asked without a server. Where there is no kubectl, what it
 * once answered.
 *
 * @throws Error where it answers otherwise than it did
 */
export async function kubectlReads(streams: readonly string[]): Promise<ReadonlyMap<string, Read>> {
  const recorded = existsSync(recording) ? JSON.parse(readFileSync(recording, "utf8")) : {};
  const kubectl = await kubectlProgram();
  if (kubectl === undefined) return new Map(streams.map((stream) => [stream, recorded[stream]]));
  const answers = Object.fromEntries(streams.map((stream) => [stream, ask(kubectl, stream)]));
  if (process.env.UPDATE_RECORDINGS) {
    const lines = Object.entries(answers).map(
      ([stream, read]) => ` ${JSON.stringify(stream)}: ${JSON.stringify(read)}`,
    );
    writeFileSync(recording, `{\n${lines.join(",\n")}\n}\n`);
  } else if (JSON.stringify(answers) !== JSON.stringify(recorded))
    throw new Error(`${recording} is not what kubectl reads; record it again: npm run record`);
  return new Map(Object.entries(answers));
}

async function kubectlProgram(): Promise<string | undefined> {
  try {
    return (await programs()).kubectl;
  } catch (error) {
    if (error instanceof ControlPlaneMissing) return undefined;
    throw error;
  }
}

const mark = "slipway.dev/read";

/** Kubectl prints what it read when it is to change it; the change is taken back. */
function ask(kubectl: string, stream: string): Read {
  const argv = ["annotate", "--local", "-f", "-", "-o", "json", `${mark}=yes`];
  const answer = spawnSync(kubectl, argv, { input: stream, encoding: "utf8" });
  if (answer.status !== 0) return null;
  const objects = answer.stdout.split(/^(?=\{$)/m).map((text) => JSON.parse(text));
  for (const { metadata } of objects) {
    delete metadata.annotations[mark];
    if (Object.keys(metadata.annotations).length === 0) delete metadata.annotations;
  }
  return objects;
}
