import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { KUBERNETES_VERSION } from "./build.ts";
import type { ControlPlane } from "./control-plane.ts";
import { describe, kindOf, type Resource } from "./resources.ts";
import { type Shared, sharedControlPlane } from "./shared.ts";
import { type Verdict, verdicts } from "./verdicts.ts";

/** Where answers of the server are kept in the tree. */
const RECORDINGS = join(import.meta.dirname, "..", "recordings");

const AGAIN = "record it again on a machine with Go: npm run record";

/** Answers of the real server, kept so that a machine without one still compares with them. */
export interface Recorder {
  /**
   * What the server answers: computed where it is at hand and compared with the recording, else the
   * recording. The answer is JSON and the same every time: no uids, times or ports.
   *
   * @throws AssertionError when the server no longer answers what was recorded, Error when there is
   * no recording
   */
  record<T>(name: string, produce: (plane: ControlPlane) => Promise<T>): Promise<T>;
  /**
   * The server's verdict on each object. A recorded verdict counts for exactly the object it was
   * given for, so that an object that changed since is reported and does not pass.
   *
   * @throws AssertionError, Error as `record` does
   */
  verdicts(name: string, objects: readonly Resource[]): Promise<Verdict[]>;
}

/** A recorder for a folder, the server of this run, and whether to write what it answers. */
export function recorder(
  folder = RECORDINGS,
  shared: () => Promise<Shared> = sharedControlPlane,
  update = Boolean(process.env.UPDATE_RECORDINGS),
): Recorder {
  return {
    async record(name, produce) {
      const file = join(folder, `${name}.json`);
      const server = await judge(shared, update);
      if (!server) return readRecording(file);
      const answer = await produce(server.plane);
      if (update) await write(file, JSON.stringify(answer, null, 1));
      else if (server.comparable) {
        const recorded = await readRecording(file);
        assert.deepEqual(answer, recorded, `${file} is not what the server answers; ${AGAIN}`);
      }
      return answer;
    },
    async verdicts(name, objects) {
      const file = join(folder, `${name}.json`);
      const server = await judge(shared, update);
      if (update && server) {
        const answers = await verdicts(server.plane, objects);
        await write(file, lines(objects, answers));
        return answers;
      }
      if (server && !server.comparable) return verdicts(server.plane, objects);
      const recorded = await readRecording<Readonly<Record<string, Verdict>>>(file);
      const unknown = objects.filter((object) => !recorded[keyOf(object)]);
      if (unknown.length > 0) {
        throw new Error(`${file} lacks ${unknown.map(describe).join(", ")}; ${AGAIN}`);
      }
      const known = objects.map((object) => recorded[keyOf(object)]!);
      if (server) await compare(file, server.plane, objects, known);
      return known;
    },
  };
}

/** The recorder of this tree. */
export const { record, verdicts: recordedVerdicts } = recorder();

/**
 * The server to ask, and whether its answers should be those recorded: another version of Kubernetes
 * that a person brought may well answer otherwise.
 */
async function judge(shared: () => Promise<Shared>, update: boolean) {
  const { plane: full, verdictsOnly, missing } = await shared();
  const plane = full ?? verdictsOnly;
  if (!plane) {
    if (update) throw new Error(`nothing to record: ${missing}`);
    return undefined;
  }
  const { body } = await plane.request("GET", "/version");
  const comparable = (body as { gitVersion: string }).gitVersion === KUBERNETES_VERSION;
  if (update && !(comparable && full)) {
    throw new Error(`recordings are made with a whole ${KUBERNETES_VERSION}, not with this server`);
  }
  return { plane, comparable };
}

async function compare(
  file: string,
  plane: ControlPlane,
  objects: readonly Resource[],
  recorded: readonly Verdict[],
): Promise<void> {
  // envtest's server has no custom resources: what is recorded of those stands.
  const served = await Promise.all(
    objects.map(async (object) => Boolean(await kindOf(plane, object.apiVersion, object.kind))),
  );
  const asked = [...objects.keys()].filter((index) => plane.level === "full" || served[index]);
  const answers = await verdicts(
    plane,
    asked.map((index) => objects[index]!),
  );
  const name = (index: number) => describe(objects[index]!);
  const live = asked.map((index, at) => [name(index), answers[at]!]);
  const kept = asked.map((index) => [name(index), recorded[index]!]);
  assert.deepEqual(live, kept, `${file} is not what the server answers; ${AGAIN}`);
}

/** The identity of an object and a digest of all it says. */
function keyOf(object: Resource): string {
  const digest = createHash("sha256").update(canonical(object)).digest("hex").slice(0, 16);
  return `${describe(object)} ${digest}`;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) => {
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return entry;
    return Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function lines(objects: readonly Resource[], answers: readonly Verdict[]): string {
  const entries = objects.map(
    (object, index) => `${JSON.stringify(keyOf(object))}: ${JSON.stringify(answers[index])}`,
  );
  return `{\n${[...new Set(entries)].sort().join(",\n")}\n}`;
}

async function readRecording<T>(file: string): Promise<T> {
  if (!existsSync(file)) throw new Error(`${file} does not exist; ${AGAIN}`);
  return JSON.parse(await readFile(file, "utf8"));
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${text}\n`);
}
