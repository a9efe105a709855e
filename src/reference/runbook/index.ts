import type { Environment } from "../environment.ts";
import { beforeChapter } from "./before.ts";
import { certificatesChapter } from "./certificates.ts";
import { changesChapter } from "./changes.ts";
import { dataChapter } from "./data.ts";
import { deployChapter } from "./deploy.ts";
import { lookingChapter } from "./looking.ts";
import { recoveryChapter } from "./recovery.ts";
import { releasesChapter } from "./releases.ts";
import type { Chapter, Part, Writer } from "./runbook.ts";
import { scalingChapter } from "./scaling.ts";
import { troubleChapter } from "./trouble/index.ts";
import { verifyChapter } from "./verify.ts";

const writers: readonly Writer[] = [
  beforeChapter,
  deployChapter,
  verifyChapter,
  releasesChapter,
  scalingChapter,
  changesChapter,
  dataChapter,
  certificatesChapter,
  lookingChapter,
  troubleChapter,
  recoveryChapter,
];

/** Everything that people do with one environment after it was written, with its real names. */
export function runbookOf(environment: Environment): readonly Chapter[] {
  const chapters = writers.map((write) => write(environment));
  const titles = new Set(
    chapters.flatMap(({ procedures }) => procedures.map(({ title }) => title)),
  );
  const known = (part: Part): Part =>
    "see" in part ? { see: part.see.filter((title) => titles.has(title)) } : part;
  return chapters
    .filter(({ procedures }) => procedures.length > 0)
    .map(({ title, procedures }) => ({
      title,
      procedures: procedures.map((each) => ({ ...each, parts: each.parts.map(known) })),
    }));
}
