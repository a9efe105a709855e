import type { CommandLine } from "./command-line.ts";

/** What is known of a setting: its value; `open` where it is set to what nobody can tell here. */
export type Setting = { readonly value: string } | "open";

/**
 * Every value of a flag among arguments: `--port 1`, `--port=1`, `-p1`, `-p 1`; and for `-c name`,
 * PostgreSQL's `-c name=1` and `--name=1`.
 */
export function flagValues({ args, open }: CommandLine, flag: string): Setting[] {
  const [letter, name] = flag.split(" ");
  if (name !== undefined) return parameterValues({ args, open }, letter as string, name);
  const found: Setting[] = [];
  for (const [index, arg] of args.entries()) {
    if (arg === flag) found.push(settingOf(args[index + 1] ?? "", open.has(index + 1)));
    else if (arg.startsWith(`${flag}=`))
      found.push(settingOf(arg.slice(flag.length + 1), open.has(index)));
    else if (flag.length === 2 && flag[1] !== "-" && arg.startsWith(flag) && arg.length > 2)
      found.push(settingOf(arg.slice(2), open.has(index)));
  }
  return found;
}

function parameterValues(
  { args, open }: Pick<CommandLine, "args" | "open">,
  letter: string,
  name: string,
): Setting[] {
  const found: Setting[] = [];
  const isName = (text: string) => text.replaceAll("-", "_").toLowerCase() === name;
  for (const [index, arg] of args.entries()) {
    const text = args[index - 1] === letter ? arg : /^(?:--|-c)(.+)$/.exec(arg)?.[1];
    const at = text?.indexOf("=") ?? -1;
    if (text === undefined || at === -1 || !isName(text.slice(0, at))) continue;
    found.push(settingOf(text.slice(at + 1), open.has(index)));
  }
  return found;
}

/** Kubernetes leaves `$(NAME)` as it is where no variable has that name. */
export function settingOf(value: string, isOpen: boolean): Setting {
  return isOpen || value.includes("$(") ? "open" : { value };
}

/** Whether a flag or parameter is among the arguments, with any value or none. */
export function hasFlag(line: CommandLine, flag: string): boolean {
  return line.args.includes(flag) || flagValues(line, flag).length > 0;
}
