import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Judgement } from "./judged.ts";
import type { Look } from "./tree.ts";

/** What the check told of trees that nobody had looked at, and what was judged of it then. */
export interface Sight extends LookTaken, Told {}

interface LookTaken {
  readonly look: Look;
  readonly file: string;
  /** Which check was run. */
  readonly commit: string;
  /** How the trees were chosen and cut. */
  readonly chosen: string;
  /** What to know when its figures are read. */
  readonly notes: readonly string[];
}

/** A file of it: as it was written then, no rule that was mended afterwards changes it. */
interface Told {
  readonly date: string;
  readonly trees: readonly {
    readonly name: string;
    readonly objects: number;
    readonly errors: number;
    readonly warnings: number;
  }[];
  readonly judgements: readonly Judgement[];
}

const RECUT =
  "where the first cut put variants of one example together, it was cut again before anything was judged";

const looks: readonly LookTaken[] = [
  {
    look: "first",
    file: "first-sight.json",
    commit: "bb59d43 and what was not committed yet",
    chosen: `The trees were chosen by their kind, by how many manifests they hold and by whether anything is told of them at all, before any finding was read, and cut into installations by their folders, or by their readme files where one said more; ${RECUT}.`,
    notes: [
      "`not-kubernetes` was judged more strictly than below: false, where the name of the file, its folder or the tree's readme gives it to another program (values of Helm, package.json, a dashboard), so that kubectl never gets it. That is 14 of the false warnings.",
      "Variants of one example in one folder, and two clusters of one repository, were checked apart. Who gives them together is told `duplicate-object` for each that has the other's name: about 120 in these trees, which are counted nowhere.",
    ],
  },
  {
    look: "second",
    file: "second-sight.json",
    commit: "8b6cf8c",
    chosen: `Chosen by their kind and by how many manifests they hold, before anything was told of them: trees of which nothing is told stay in the table. Cut as in the first look; ${RECUT} (3 trees; it took five findings out, of which two were true).`,
    notes: [
      "Placeholders that a script of the tree, Flux or Argo CD fills in are false, as in the first look: the server never sees them. What somebody has to fill in by hand (`<base64 …>`, the empty fields of an exercise) is true: as it stands, it happens. One tree whose scripts fill in its templates with sed, tyk-demo, has 18 of the 30 false errors.",
      "52 of the true errors are `unserved-api`, most of them in old books. Of all other errors 36 are true and 28 false.",
      "`unreachable-source` says of a run without network that something was not fetched, and so not looked at. That is so, and is counted as true; with a network it is not told. Without these 10 the warnings are at 74.3 %.",
      "`missing-secret` in ecommerce-workshop follows from another error: the Secret is there, and the server refuses it. Both are counted.",
      "Examples that are wrong on purpose (pods that a quota, a limit range or the kubelet refuses) are told as what they are, and are true.",
    ],
  },
  {
    look: "third",
    file: "third-sight.json",
    commit: "a7ebb57",
    chosen: `Chosen by their kind and by how many manifests they hold, before anything was told of them: trees of which nothing is told stay in the table. Cut as in the first look; ${RECUT} (3 trees, in one of which a folder had taken in the folders below it; it took twelve \`duplicate-object\` out, 7 errors and 5 warnings, which came of the cut).`,
    notes: [
      "Judged as in the second look: placeholders that a script of the tree fills in are false, those that somebody has to write over by hand are true, and so are examples that are wrong on purpose. 7 of the 9 false errors are of one tree, prometheus-on-kubernetes, whose script fills its manifests in with sed.",
      "83 of the true errors are `unserved-api`, 57 of them in three trees that were last touched in 2021 or before, so the figure of the errors says less than it seems to. Of all other errors 22 are true and 9 false: 71 %.",
      "8 of the 13 false warnings are `init-of-another-version` in one tree, of which each is the same mistake. The 2 of `unreachable-source` are told without a network alone; without them the warnings are at 75.9 %.",
      "Of two trees, with 494 objects, nothing is told. Whether something should have been is not what a look at precision says.",
    ],
  },
];

/** The looks, the first one first. */
export function sights(): readonly Sight[] {
  return looks.map((look) => {
    const told = readFileSync(join(import.meta.dirname, look.file), "utf8");
    return { ...look, ...(JSON.parse(told) as Told) };
  });
}
