import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  configurationCheck,
  configurationSite,
  type SlipwayConfig,
} from "../platform/define-config.ts";
import { isPlainObject, label, run } from "../platform/shape.ts";
import { fail, type Problem, ProblemError, type Where } from "../problem.ts";
import { isPromise, kindOf, placeOfDefault } from "./load.ts";
import { runModule } from "./run-module.ts";

/** A configuration, and where it says what. */
export interface LoadedConfig extends SlipwayConfig {
  /** As it was named or found. */
  readonly file: string;
  /** Paths in it begin here. */
  readonly folder: string;
  readonly at: (path: readonly (string | number)[]) => Where;
}

const usualName = "slipway.config.ts";

/**
 * The configuration beside what is checked, else in the current folder.
 *
 * @param files platform files, whose folders are looked into
 */
export function findConfig(files: readonly string[]): string | undefined {
  const folders = [...files.map((file) => dirname(file)), "."];
  return folders.map((folder) => join(folder, usualName)).find((file) => existsSync(file));
}

/**
 * Runs a configuration file and checks what it says, but for names that only a command knows.
 *
 * @param entry URL of the module that `import … from "slipway"` stands for in it.
 * @throws ProblemError with everything that is wrong, at its lines.
 */
export async function loadConfig(file: string, entry: string): Promise<LoadedConfig> {
  if (!existsSync(file))
    fail({ message: `there is no file ${file}`, instead: `--config path/to/${usualName}` });
  const exported = (await runModule(file, entry)).default;
  const where = placeOfDefault(resolve(file));
  const instead = "export default defineConfig({ … })";
  if (isPromise(exported))
    fail({
      message: `${file} exports a promise as its default`,
      where,
      instead: "await before it",
    });
  if (!isPlainObject(exported))
    fail({ message: `${file} exports ${kindOf(exported)} as its default`, where, instead });
  const site = configurationSite(exported);
  if (!site) fail({ message: `${file} exports what defineConfig() did not make`, where, instead });
  const at = (path: readonly (string | number)[]) => site.at(path) ?? where;
  const problems: Problem[] = [];
  run(
    configurationCheck,
    exported,
    [],
    (path, message, better) =>
      problems.push({ message: `${label(path)}${message}`, where: at(path), instead: better }),
    false,
  );
  const config = exported as SlipwayConfig;
  if (problems.length === 0) problems.push(...placeless(config, at));
  if (problems.length > 0) throw new ProblemError(problems);
  return { ...config, file, folder: dirname(resolve(file)), at };
}

function placeless({ suppress = [] }: SlipwayConfig, at: LoadedConfig["at"]): Problem[] {
  return suppress.flatMap(({ rule, object, file }, index) =>
    object === undefined && file === undefined
      ? [
          {
            message: `suppress.${index} says neither the object nor the file`,
            where: at(["suppress", index]),
            instead: `object: "Deployment/shop/web", or severities: { ${JSON.stringify(rule)}: "off" }`,
          },
        ]
      : [],
  );
}
