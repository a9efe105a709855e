import { isWithin, type MountedFile } from "../../objects/mounted-files.ts";
import { type KeyValue, readIni, readRedis } from "../files/key-values.ts";
import { flattened, readYaml } from "../files/yaml.ts";
import { flagValues, type Setting } from "./flags.ts";
import type { Running } from "./running.ts";

/** What a program reads of files. */
export interface Configured {
  /** Files whose text is known, those that are read first in front. */
  readonly files: readonly MountedFile[];
  /** Something that it reads is not known. */
  readonly isOpen: boolean;
  /** It reads a file that an argument or variable names, in place of the image's own. */
  readonly isNamed: boolean;
}

const known = new WeakMap<Running, Configured>();

/** The files that a program of the catalogue reads for its configuration. */
export function configured(running: Running): Configured {
  const before = known.get(running);
  if (before) return before;
  const found = look(running);
  known.set(running, found);
  return found;
}

function look(running: Running): Configured {
  const { program, line, mounts, env } = running;
  const facts = program?.configuration;
  if (!facts || !line) return { files: [], isOpen: false, isNamed: false };
  const named: Setting[] = (facts.args ?? []).flatMap((flag) => flagValues(line, flag));
  const [first] = line.args;
  if (facts.isFirstArgument && first !== undefined && !first.startsWith("-"))
    named.push(line.open.has(0) ? "open" : { value: first });
  for (const name of facts.env ?? []) {
    const setting = env.variables.get(name);
    if (setting) named.push(setting);
  }
  const files: MountedFile[] = [];
  let isOpen = facts.env !== undefined && env.isOpen && named.length === 0;
  for (const setting of named) {
    const found = setting === "open" ? "unknown" : mounts.at(setting.value);
    if (typeof found === "string") isOpen = true;
    else files.push(found);
  }
  if (named.length > 0) return { files, isOpen, isNamed: true };
  for (const path of facts.files)
    for (const mount of mounts.touching(path)) {
      if (!mount.files) isOpen = true;
      const folder = path.endsWith("/") ? path.slice(0, -1) : undefined;
      for (const file of mount.files ?? [])
        if (folder === undefined ? file.path === path : isWithin(file.path, folder))
          files.push({ ...file, mount });
    }
  return { files, isOpen, isNamed: false };
}

/** Every value that a key has in the configuration, in the order in which it is read. */
export function configuredValues(running: Running, key: string): KeyValue[] {
  const format = running.program?.configuration?.format;
  const wanted = key.replaceAll("_", "-");
  return configured(running).files.flatMap(({ text }) => {
    if (format === "redis") return readRedis(text).filter((each) => each.key === key);
    if (format === "ini")
      return readIni(text).filter((each) => each.key.replaceAll("_", "-").toLowerCase() === wanted);
    if (format !== "yaml") return [];
    return flattened(readYaml(text).value)
      .filter(([path]) => path === key)
      .map(([path, value]) => ({ key: path, value, line: 1 }));
  });
}
