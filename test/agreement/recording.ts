import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ControlPlane } from "../control-plane/control-plane.ts";
import { inParallel } from "../control-plane/verdicts.ts";
import { type Case, candidates, keyOf, quotasOf } from "./cases.ts";
import { judgeFor } from "./judge.ts";
import { heardLater } from "./mend.ts";
import { ask, prepare, type Said } from "./server.ts";

/** What is asked, of which server. */
export interface Question {
  readonly seed: number;
  /** How many cases, about. */
  readonly count: number;
  /** The minor of Kubernetes 1. */
  readonly minor: number;
}

/** A case and what the server said of it. */
export interface Answered {
  readonly given: Case;
  readonly said: Said;
}

const folder = join(import.meta.dirname, "..", "recordings", "agreement");

/** Refusals that are about other objects of the cluster, or about this server, say nothing of the object. */
const elsewhere =
  /not found|already exists|object is being deleted|exceeded quota|no PriorityClass|unable to find|connection refused/;

/** The cases of a question: so many of each kind, half of them accepted where there are enough. */
export async function answered(plane: ControlPlane, question: Question): Promise<Answered[]> {
  await prepare(plane);
  const given = candidates(question.seed, question.count);
  const said = await inParallel(16, given, ({ object }) => ask(plane, object));
  const all = given
    .map((each, index) => ({ given: each, said: said[index] as Said }))
    .filter(({ said: { status, message = "" } }) => status !== 404 && !elsewhere.test(message));
  const distinct = new Map(all.map((each) => [keyOf(each.given), each]));
  const kinds = Map.groupBy(distinct.values(), ({ given: { kind } }) => kind);
  const bases = new Map(
    [...kinds].map(([kind, each]) => [kind, each.map((one) => one.given.object)]),
  );
  const quotas = quotasOf([...kinds.keys()], bases, question.count);
  const chosen = [...kinds].flatMap(([kind, each]) => balanced(each, quotas.get(kind) as number));
  const judge = await judgeFor(question.minor, chosen);
  return inParallel(16, chosen, async (answer) => {
    const { given, said } = answer;
    if (said.status < 300) return answer;
    const own = (judge(answer)?.errors ?? []).map(({ path }) => path.toString());
    const later = await heardLater(given, said, own, (object) => ask(plane, object));
    return { given, said: { ...said, later } };
  });
}

function balanced(all: readonly Answered[], count: number): Answered[] {
  const accepted = all.filter(({ said }) => said.status < 300);
  const refused = all.filter(({ said }) => said.status >= 300);
  const few = Math.min(accepted.length, refused.length, Math.ceil(count / 2));
  const [a, r] =
    accepted.length < refused.length
      ? [few, Math.min(refused.length, count - few)]
      : [Math.min(accepted.length, count - few), few];
  return [...accepted.slice(0, a), ...refused.slice(0, r)];
}

/** Keeps what a server said, a case on each line. */
export function keep(question: Question, answers: readonly Answered[]): void {
  const lines = answers.map(
    ({ given, said }) => `${JSON.stringify(keyOf(given))}:${JSON.stringify(said)}`,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(question), `{\n${lines.join(",\n")}\n}\n`);
}

/**
 * What a server said when it was asked last.
 *
 * Cases that have changed since are left out: the key is a digest of all that was sent.
 *
 * @throws Error when it was never asked
 */
export function recorded(question: Question): Answered[] {
  const file = fileOf(question);
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run agreement -- --record`);
  const answers = JSON.parse(readFileSync(file, "utf8")) as Record<string, Said>;
  const given = new Map(
    candidates(question.seed, question.count).map((each) => [keyOf(each), each]),
  );
  return Object.entries(answers).flatMap(([key, said]) => {
    const each = given.get(key);
    return each ? [{ given: each, said }] : [];
  });
}

function fileOf({ seed, minor }: Question): string {
  return join(folder, `1.${minor}-${seed}.json`);
}
