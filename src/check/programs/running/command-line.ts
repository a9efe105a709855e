import type { Container } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { type Command, parseShell } from "../shell/shell.ts";

/** What a container is started with. */
export interface CommandLine {
  /** Undefined: the image's own entry point, with these arguments in place of its own where there are any. */
  readonly executable: string | undefined;
  readonly args: readonly string[];
  /** The arguments of which a variable of a shell is a part. */
  readonly open: ReadonlySet<number>;
}

/**
 * Reads the command of a container through shells and wrappers (`sh -c "exec …"`, `tini --`,
 * `python -m`, `poetry run`) to the program that stays.
 *
 * @returns undefined where a script decides what runs
 */
export function commandLine(container: Decoded<Container>): CommandLine | undefined {
  const { command = [], args = [] } = container;
  if (command.length === 0) return { executable: undefined, args, open: new Set() };
  return unwrapped({ words: [...command, ...args], open: new Set() });
}

/** The text that a shell is given with `-c`, and the shell. */
export function scriptOf(
  container: Decoded<Container>,
): { readonly shell: readonly string[]; readonly script: string } | undefined {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  const head = words.findIndex((word) => SHELLS.has(baseName(word)));
  if (head === -1 || head > 2) return undefined;
  const at = words.findIndex((word, index) => index > head && IS_SCRIPT.test(word));
  const script = words[at + 1];
  if (at === -1 || script === undefined) return undefined;
  return { shell: words.slice(head, at + 1), script };
}

const SHELLS: ReadonlySet<string> = new Set(["sh", "bash", "ash", "dash", "zsh", "ksh"]);
/** `-c` among other letters: `-ec`, `-lc`, `-euxo pipefail -c`. */
const IS_SCRIPT = /^-[a-z]*c[a-z]*$/;

/** The name of a program without its folders. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function unwrapped({ words, open }: Command, depth = 0): CommandLine | undefined {
  const head = baseName(words[0] ?? "");
  if (depth > 8 || head === "" || open.has(0)) return undefined;
  const from = (count: number) => unwrapped(dropped({ words, open }, count), depth + 1);
  if (SHELLS.has(head)) {
    const at = words.findIndex((word, index) => index > 0 && IS_SCRIPT.test(word));
    const script = words[at + 1];
    if (at === -1 || script === undefined || open.has(at + 1)) return undefined;
    const last = lastCommand(script);
    return last && unwrapped(last, depth + 1);
  }
  if (/^\w+=/.test(words[0] ?? "")) return from(1);
  const wrapper = WRAPPERS[head];
  const taken = wrapper?.(words);
  if (taken !== undefined) return taken === 0 ? undefined : from(taken);
  const rest = dropped({ words, open }, 1);
  return { executable: head, args: rest.words, open: rest.open };
}

function dropped({ words, open }: Command, count: number): Command {
  const left = [...open].filter((index) => index >= count).map((index) => index - count);
  return { words: words.slice(count), open: new Set(left) };
}

/**
 * The command that a script ends with, if all that is before it is over by then. Loops, conditions,
 * pipes and what runs in the background make it nobody's guess.
 */
function lastCommand(script: string): Command | undefined {
  const pipelines = parseShell(script);
  if (!pipelines) return undefined;
  for (const { commands, end } of pipelines)
    if (commands.length > 1 || end === "&" || end === "||") return undefined;
  const all = pipelines.flatMap(({ commands }) => commands);
  if (all.some(({ words }) => KEYWORDS.has(words[0] ?? "") || words[0] === "{")) return undefined;
  return all.at(-1);
}

const KEYWORDS: ReadonlySet<string> = new Set([
  "if",
  "then",
  "else",
  "elif",
  "fi",
  "for",
  "while",
  "until",
  "do",
  "done",
  "case",
  "esac",
  "function",
  "trap",
  "wait",
]);

/** How many words stand before the program that a wrapper starts; 0 where that is not known. */
type Wrapper = (words: readonly string[]) => number | undefined;

/** Behind the wrapper's own flags and a `--`. */
const behindFlags: Wrapper = (words) => {
  let at = 1;
  while (words[at]?.startsWith("-")) if (words[at++] === "--") break;
  return at;
};

const second =
  (name: string): Wrapper =>
  (words) =>
    words[1] === name ? 2 : undefined;

const python: Wrapper = (words) => {
  const at = words.indexOf("-m");
  if (at !== -1 && at <= 3) return at + 1;
  return undefined;
};

const WRAPPERS: Readonly<Record<string, Wrapper | undefined>> = {
  exec: () => 1,
  tini: behindFlags,
  "dumb-init": behindFlags,
  nohup: () => 1,
  env: (words) => (words[1]?.startsWith("-") ? 0 : 1),
  gosu: () => 2,
  "su-exec": () => 2,
  poetry: second("run"),
  pipenv: second("run"),
  pdm: second("run"),
  uv: (words) => (words[1] === "run" ? (words[2]?.startsWith("-") ? 0 : 2) : undefined),
  "opentelemetry-instrument": () => 1,
  "ddtrace-run": () => 1,
  "newrelic-admin": second("run-program"),
  python,
  python3: python,
};
