import { parseImage } from "../../../kubernetes/image.ts";
import type { ProgramEntry } from "../../../program-entry.ts";
import { type Mounts, mountsOf } from "../../objects/mounted-files.ts";
import { type PlacedContainer, type Workload, workloads } from "../../objects/workloads.ts";
import { once, type World } from "../../world.ts";
import { type Catalogue, catalogue, withEntries } from "../catalogue/index.ts";
import { baseName, type CommandLine, commandLine } from "./command-line.ts";
import { type Environment, environmentOf } from "./environment.ts";

/** A container, and the program that runs in it as far as it is known. */
export interface Running {
  readonly workload: Workload;
  readonly placed: PlacedContainer;
  /** Of the image; undefined where it cannot be read. */
  readonly image: ImageFacts | undefined;
  /** What the catalogue has for the image, whatever is started in it. */
  readonly imageEntry: ProgramEntry | undefined;
  /** What runs; undefined where that is not known, or the catalogue does not have it. */
  readonly program: ProgramEntry | undefined;
  /** The program's arguments, without its own name; undefined where the program is. */
  readonly line: CommandLine | undefined;
  readonly env: Environment;
  readonly mounts: Mounts;
}

export interface ImageFacts {
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Every container of a world that the catalogue knows anything of, and all others of their pods. */
export const running = once((world): readonly Running[] =>
  workloads(world).flatMap((workload) =>
    workload.containers.map((placed) => new Container(world, workload, placed, catalogueOf(world))),
  ),
);

/** {@link running}, by what makes the pods. */
export const pods = once(
  (world): ReadonlyMap<Workload, readonly Running[]> =>
    Map.groupBy(running(world), ({ workload }) => workload),
);

class Container implements Running {
  readonly workload: Workload;
  readonly placed: PlacedContainer;
  readonly image: ImageFacts | undefined;
  readonly imageEntry: ProgramEntry | undefined;
  readonly program: ProgramEntry | undefined;
  private readonly world: World;
  private readonly words: CommandLine | undefined;
  private knownEnv: Environment | undefined;
  private knownMounts: Mounts | undefined;

  constructor(world: World, workload: Workload, placed: PlacedContainer, known: Catalogue) {
    this.world = world;
    this.workload = workload;
    this.placed = placed;
    this.image = imageOf(placed.container.image ?? "");
    this.imageEntry = this.image && known.byRepository(this.image.repository);
    const line = commandLine(placed.container);
    const started = line && startedBy(line, this.imageEntry, known);
    this.program = started?.program;
    this.words = started?.line;
  }

  /** Made when asked for: most containers are of programs that nobody knows. */
  get env(): Environment {
    this.knownEnv ??= environmentOf(this.world, this.workload, this.placed);
    return this.knownEnv;
  }

  get mounts(): Mounts {
    this.knownMounts ??= mountsOf(this.world, this.workload, this.placed);
    return this.knownMounts;
  }

  get line(): CommandLine | undefined {
    if (!this.words?.args.some((arg) => arg.includes("$("))) return this.words;
    const { variables } = this.env;
    const args = this.words.args.map((arg) =>
      arg.replace(/\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)/g, (whole, name: string) => {
        const setting = variables.get(name);
        return setting && setting !== "open" ? setting.value : whole;
      }),
    );
    return { ...this.words, args };
  }
}

/** What Slipway knows, with what a person adds. */
const catalogueOf = once(({ programs = [] }: World) =>
  programs.length === 0 ? catalogue : withEntries(catalogue, programs),
);

/** What a command starts: by its own name, or by what the image makes of the arguments. */
function startedBy(
  line: CommandLine,
  entry: ProgramEntry | undefined,
  known: Catalogue,
): { program: ProgramEntry; line: CommandLine } | undefined {
  if (line.executable !== undefined) {
    const isEntrypoint = entry?.entrypoints?.includes(line.executable);
    if (isEntrypoint && entry) return throughEntrypoint(line, entry);
    const program = entry?.executables.includes(line.executable)
      ? entry
      : known.byExecutable(line.executable);
    return program && { program, line };
  }
  if (!entry) return undefined;
  return entry.entrypoints ? throughEntrypoint(line, entry) : { program: entry, line };
}

/** Entry points take flags for the program's, or the program's name in front of them. */
function throughEntrypoint(
  line: CommandLine,
  program: ProgramEntry,
): { program: ProgramEntry; line: CommandLine } | undefined {
  const [first] = line.args;
  if (first === undefined || first.startsWith("-") || first.endsWith(".conf"))
    return { program, line: { ...line, executable: undefined } };
  if (!program.executables.includes(baseName(first))) return undefined;
  const open = new Set([...line.open].map((index) => index - 1));
  return { program, line: { executable: baseName(first), args: line.args.slice(1), open } };
}

const images = new Map<string, ImageFacts | undefined>();

/** Thousands of containers share a few images. */
function imageOf(text: string): ImageFacts | undefined {
  if (!images.has(text)) {
    if (images.size > 10_000) images.clear();
    images.set(text, readImage(text));
  }
  return images.get(text);
}

function readImage(text: string): ImageFacts | undefined {
  try {
    const { repository, tag, digest } = parseImage(text);
    return { repository, tag, digest };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * The numbers that a tag begins with: `17.2-alpine3.20` is 17 and 2. Undefined for `latest`, and for
 * an image that only its digest names.
 */
export function versionOf(image: ImageFacts | undefined): readonly number[] | undefined {
  const found = /^v?(\d+(?:\.\d+)*)(?![a-z0-9])/.exec(image?.tag ?? "");
  return found?.[1]?.split(".").map(Number);
}
