import type { Step } from "../../kubernetes/validation/field-path.ts";
import type { Problem, Where } from "../../problem.ts";
import type { Building } from "./kustomization/build.ts";
import type { Tree } from "./kustomization/tree.ts";

/** A value as JSON has it. A number that a file writes with more digits than a double holds is rounded. */
export type Value = null | boolean | number | string | readonly Value[] | ValueMap;

/** A map as JSON has it. Keys such as `__proto__` are properties like any other. */
export interface ValueMap {
  readonly [key: string]: Value;
}

/**
 * What a problem is about. The reader gives no severities; a rule takes what is its own.
 *
 * - Nothing could be read of a path: `missing`, `permission`, `not-a-file`, `link-loop`, `too-large`,
 *   `binary`, `encoding` (bytes that are not UTF-8 are replaced, and the rest is read), `unreadable` (any other error of the file system), `nothing-found` (a folder
 *   without manifests).
 * - Nothing could be read of a document: `syntax`, `tab`, `template` (unquoted `{{`), `alias` (unknown,
 *   circular, or far too many), `too-deep`, `too-large`, `unsupported` (what JSON cannot hold: `.nan`, a key that is
 *   a list).
 * - The document was read, as kubectl reads it: `duplicate-key` (the last one counts), `empty`,
 *   `not-kubernetes`, `ignored-text` (what stands behind `...`, which kubectl never reads).
 * - Kustomizations and charts: `program-missing`, `unreachable` (what has to be fetched could not be, or the program took too long), `program-failed`, `kustomization` (a file of the tree
 *   is missing, or the tree contains itself).
 */
export type ProblemKind =
  | "missing"
  | "permission"
  | "not-a-file"
  | "link-loop"
  | "too-large"
  | "binary"
  | "encoding"
  | "unreadable"
  | "nothing-found"
  | "syntax"
  | "tab"
  | "template"
  | "alias"
  | "too-deep"
  | "unsupported"
  | "duplicate-key"
  | "empty"
  | "not-kubernetes"
  | "ignored-text"
  | "program-missing"
  | "unreachable"
  | "program-failed"
  | "kustomization";

/** Something wrong with what was read, as data. */
export interface ReadProblem extends Problem {
  readonly about: ProblemKind;
  /** The whole file (line 1, column 1) where the problem has no line. */
  readonly where: Where;
  /** The other place: where a duplicate key stood first. */
  readonly related?: Where;
  /** Where in the document, for a duplicate key. */
  readonly steps?: readonly Step[];
  /** It is about a file that seems to be for another program, or a template that something fills in. */
  readonly isAside?: true;
  /** A kustomization names a file outside of its folder, which builds only where that is allowed. */
  readonly isOutside?: true;
}

/** A plain scalar that means something else than its text seems to say. */
export interface Surprise {
  /**
   * - `boolean`: `yes`, `no`, `on`, `off`, `y`, `n` in any of their spellings
   * - `octal`: `0777`, `0o777`; decimal although it looks octal: `0899`
   * - `exponent`: `1e3`
   * - `underscore`: `1_000`
   * - `base`: `0x1F`, `0b11`
   * - `null`: `~`, `Null`, `NULL`
   * - `sexagesimal`: `12:30`, a text here but a number to other readers of YAML 1.1
   */
  readonly kind: "boolean" | "octal" | "exponent" | "underscore" | "base" | "null" | "sexagesimal";
  /** As it is written. */
  readonly text: string;
  /** What kubectl takes it for; for a key, the text that the key becomes. */
  readonly becomes: Value;
  readonly part: Part;
  readonly steps: readonly Step[];
  readonly where: Where;
}

/** Which end of a field a position is of. An item of a list has no key: its dash stands for it. */
export type Part = "key" | "value";

/** One document of a stream, as kubectl splits it. */
export interface Document {
  /** The file as it was named or found, `-` for stdin. For built output: what was built. */
  readonly file: string;
  /** The text of the whole file. */
  readonly stream: string;
  /** Its text within the file, in characters. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The line of its first character, from 1. */
  readonly line: number;
  /** As kubectl reads it, duplicate keys and all; undefined where it cannot be read. */
  readonly value: Value | undefined;
  readonly problems: readonly ReadProblem[];
  /**
   * Its Kubernetes objects: itself, or the items of a list, flattened. Each is a map with `apiVersion`
   * and `kind`, which are texts that are not empty.
   */
  readonly objects: readonly SourceObject[];
  /** Whether `surprises()` finds any; costs nothing. */
  readonly hasSurprises: boolean;
  /** Scalars that mean something else than they seem to; parses the document again. */
  surprises(): readonly Surprise[];
  /**
   * Where something stands, through aliases and merge keys to where it is written. A path that is not
   * there leads to its nearest parent. Parses the document again the first time.
   */
  locate(steps: readonly Step[], part?: Part): Where;
  /** The same in the document itself: for built output, a line of that. */
  locateHere(steps: readonly Step[], part: Part): Where;
}

/** An object to check, and where it was written. */
export interface SourceObject {
  readonly value: ValueMap & { readonly apiVersion: string; readonly kind: string };
  readonly document: Document;
  /** From the document to the object: empty, or into a list. */
  readonly steps: readonly Step[];
  /**
   * Where a field was set: in the file itself; for a kustomization in the base, patch or kustomization
   * file that set it; for a chart in the template. What nothing wrote leads to its nearest parent.
   *
   * @param steps From the object; none for the object itself.
   * @param part `key` points at the field's name, `value` (the default) at its value.
   */
  locate(steps: readonly Step[], part?: Part): Where;
}

/** What one path came to: a file, stdin, a kustomization or a chart. */
export interface Source {
  /** As it was named, or found in a named folder; `-` for stdin. */
  readonly path: string;
  readonly kind: "file" | "stdin" | "kustomization" | "chart";
  /** What is wrong with the whole, or with files of the tree behind it. */
  readonly problems: readonly ReadProblem[];
  /**
   * Its documents in order, each parsed when it is asked for and not kept. Asked twice, it parses
   * twice. Nothing where the source could not be read.
   */
  documents(): Iterable<Document>;
  /**
   * What a kustomization or chart is made of: kustomization files, resources, patches; `Chart.yaml` and
   * values. Their problems are among those of the source; their surprises are only here, since built
   * output has none. Templates are no YAML and not among them.
   */
  readonly behind?: readonly Document[];
  /** A kustomization as its files say it, also where it cannot be built. */
  readonly tree?: Tree;
}

/** How to read. */
export interface ReadOptions {
  /** What `-` reads; the process's own by default. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Values files for every chart, in the order in which they override; its own alone by default. */
  readonly values?: readonly string[];
  /** The name of the release that a chart is rendered as; helm's own default without it. */
  readonly release?: () => string;
  /** The Kubernetes that charts are rendered for, like `1.36`; helm's own default without it. */
  readonly kubeVersion?: string;
  /** The environment in which programs are looked for and run; the process's own by default. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * Called with the documents of a kustomization's tree while it is being built: most of what will
   * come out of the build is among them, so that what checking it needs can be made ready.
   */
  readonly meanwhile?: (documents: readonly Document[]) => void;
  /** Builds of kustomizations that were begun before, by their folders; each is taken once. */
  readonly begun?: Map<string, Building>;
  /** How long a program may take, in milliseconds; a minute by default. */
  readonly timeout?: number;
  /** The largest file, in bytes; 256 MiB by default. */
  readonly largest?: number;
}
