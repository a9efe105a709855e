import { askGo } from "../../go-program.ts";
import type { Answer, Question } from "./questions.ts";

/** Kubernetes' answers, or undefined where there is no Go to build the program that gives them (a minute the first time). */
export function askUpstream(questions: readonly Question[]): Answer[] | undefined {
  return askGo(import.meta.dirname, "upstream", questions);
}
