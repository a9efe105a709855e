import { type Problem, ProblemError } from "../problem.ts";

/** Behind a longer line kubectl leaves out the rest of the file without a word. */
const longestLine = 64 * 1024 - 2;

/**
 * The values of an env file by key. `kubectl create secret --from-env-file` takes what follows the `=`
 * as it is, and so does this. Other readers of such files take quotes off, cut comments and trim blanks:
 * lines with those are refused, so that nobody's password has quotes in the cluster and none elsewhere.
 *
 * @param name How the file is called in messages, which tell lines and keys and never a value.
 * @throws ProblemError with every line that is not `KEY=value`.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/kubectl/pkg/cmd/util/env_file.go
 */
export function parseEnvFile(content: Uint8Array, name: string): Map<string, string> {
  const values = new Map<string, string>();
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  for (const [index, line] of decode(content, name).split("\n").entries()) {
    const text = line.replace(/\r$/, "").replace(/^[ \t]+/, "");
    if (text === "" || text.startsWith("#")) continue;
    const [key = ""] = text.split("=", 1);
    const value = text.slice(key.length + 1);
    const problem = lineProblem(line, text, key, value) ?? twice(key, lines.get(key));
    lines.set(key, index + 1);
    values.set(key, value);
    if (problem)
      problems.push({ ...problem, message: `${name}, line ${index + 1}: ${problem.message}` });
  }
  if (problems.length > 0) throw new ProblemError(problems);
  return values;
}

function decode(content: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    const instead = "a text; for what is none: --from-file KEY=PATH";
    throw new ProblemError([{ message: `${name} is not a text in UTF-8`, instead }]);
  }
}

const readers = "kubectl takes it for a part of the value, other readers of such files do not";
const byFile = "--from-file KEY=PATH, which takes a file as it is";

/** What stands before a "=" is only shown where it is followed by a value: it may be the end of one. */
function lineProblem(line: string, text: string, key: string, value: string): Problem | undefined {
  const wrong = (message: string, instead = "KEY=value", why?: string) => ({
    message,
    instead,
    why,
  });
  if (Buffer.byteLength(line) > longestLine)
    return wrong("is longer than 64 KiB, behind which kubectl reads no further", byFile);
  if (!text.includes("="))
    return wrong('has no "="', byFile, "kubectl would take the value from its own environment");
  if (/^export[ \t]/.test(text)) return wrong('begins with "export", as in a shell script');
  if (/\s$/.test(key)) return wrong('has a blank before the "="');
  if (!/^(?!\.\.|\.$)[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key))
    return wrong('what stands before the "=" is not the name of a key');
  if (/^=?$/.test(value)) return wrong("has no value", "a value, or leave the line out");
  if (/^["'`]/.test(value))
    return wrong(`the value of ${key} begins with a quote`, `${key}=value, or ${byFile}`, readers);
  if (/^\s|\s$/.test(value))
    return wrong(`the value of ${key} has a blank around it`, `${key}=value`, readers);
  if (/(^|\s)#/.test(value))
    return wrong(`a comment follows the value of ${key}`, "the comment on a line before", readers);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(value))
    return wrong(`the value of ${key} has a control character`, byFile);
  return undefined;
}

function twice(key: string, line: number | undefined): Problem | undefined {
  if (line === undefined) return undefined;
  return { message: `${key} stands on line ${line} already`, instead: "one of the two" };
}
