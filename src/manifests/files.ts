import { didYouMean } from "../closest.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import { type Problem, ProblemError } from "../problem.ts";
import type { Rendered } from "../render/index.ts";
import { type Format, toText } from "./documents.ts";

/** Concerns of the whole platform. All others are parts of one component, and go to its file. */
const shared: ReadonlySet<string> = new Set([
  "namespace",
  "config",
  "secrets",
  "storage",
  "routes",
  "monitoring",
  "network",
  "security",
  "objects",
]);

type Choice = Resolved["files"];

/** What the platform's other environments render. */
export type Elsewhere = () => Iterable<readonly Rendered[]> | AsyncIterable<readonly Rendered[]>;

/**
 * The texts of files, by name: objects go where the platform's `files` say, the others to a file of
 * their component or concern. Objects keep their order.
 *
 * @param elsewhere What the platform's other environments render; asked only where `files` name
 *   something that this one does not have.
 * @throws ProblemError for `files` with a bad name, or that name something twice or nothing at all.
 */
export async function filesOf(
  resolved: Resolved,
  rendered: readonly Rendered[],
  elsewhere: Elsewhere,
  format: Format,
): Promise<Map<string, string>> {
  await checkFiles(resolved, rendered, elsewhere);
  const nameOf = fileNames(resolved);
  const files = Map.groupBy(rendered, (entry) => `${nameOf(entry)}.${format}`);
  return new Map(
    [...files].map(([name, entries]) => [
      name,
      toText(
        entries.map(({ object }) => object),
        format,
      ),
    ]),
  );
}

/**
 * The same check alone.
 *
 * @throws ProblemError for `files` with a bad name, or that name something twice or nothing at all.
 */
export async function checkFiles(
  resolved: Resolved,
  rendered: readonly Rendered[],
  elsewhere: Elsewhere,
): Promise<void> {
  const problems = await choiceProblems(resolved, rendered, elsewhere);
  if (problems.length > 0) throw new ProblemError(problems);
}

/** Tells the name, without its ending, of the file that an object goes to. */
export function fileNames({ files }: Resolved): (entry: Rendered) => string {
  const chosen = byGroup(files);
  return (entry) => fileOf(entry, chosen);
}

function byGroup(files: Choice): Map<string, string> {
  return new Map(
    Object.entries(files ?? {}).flatMap(([file, groups]) => groups.map((group) => [group, file])),
  );
}

function fileOf(entry: Rendered, chosen: ReadonlyMap<string, string>): string {
  const group = entry.groups.find((candidate) => chosen.has(candidate));
  if (group !== undefined) return chosen.get(group) as string;
  const concern = entry.groups.at(-1) ?? "objects";
  return shared.has(concern) ? concern : (entry.component ?? concern);
}

async function choiceProblems(
  { files, site }: Resolved,
  rendered: readonly Rendered[],
  elsewhere: Elsewhere,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const owners = new Map<string, string>();
  const names = new Set<string>();
  for (const [file, groups] of Object.entries(files ?? {})) {
    const where = site.at(["files", file]);
    const message = nameProblem(file);
    if (message !== undefined) problems.push({ message, where, instead: '"01-namespace"' });
    if (names.has(file.toLowerCase())) {
      const why = "some file systems take capitals and small letters for the same";
      problems.push({ message: `files: there are two "${file}"`, where, why });
    }
    names.add(file.toLowerCase());
    for (const group of groups) {
      const other = owners.get(group);
      if (other !== undefined)
        problems.push({
          message: `files: "${group}" is in "${other}" and in "${file}"`,
          where,
          instead: "one of the two",
        });
      owners.set(group, file);
    }
  }
  return [...problems, ...(await unused(owners, rendered, elsewhere, site))];
}

function nameProblem(file: string): string | undefined {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(file))
    return `files: "${file}" is not a file name of letters, digits, "-", "_" and "."`;
  if (/\.(ya?ml|json)$/.test(file)) return `files: "${file}" is written without its ending`;
  return undefined;
}

/** Names in `files` that no object bears in any environment. */
async function unused(
  owners: ReadonlyMap<string, string>,
  rendered: readonly Rendered[],
  elsewhere: Elsewhere,
  site: Resolved["site"],
): Promise<Problem[]> {
  const left = new Set(owners.keys());
  const groups = new Set<string>();
  const look = (entries: readonly Rendered[]) => {
    for (const group of entries.flatMap((entry) => entry.groups)) {
      left.delete(group);
      groups.add(group);
    }
  };
  look(rendered);
  if (left.size > 0) for await (const entries of elsewhere()) look(entries);
  return [...left].map((group) => ({
    message: `files: nothing that is rendered belongs to "${group}"`,
    where: site.at(["files", owners.get(group) ?? ""]),
    instead: didYouMean(
      group,
      [...groups].filter((candidate) => !owners.has(candidate)),
    ),
  }));
}
