import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { didYouMean } from "../closest.ts";
import type { Problem } from "../problem.ts";
import { importsOf } from "./imports.ts";

/** What is wrong with an import, at its line; undefined when the error is another one. */
export function importProblem(error: Error, file: string): Problem | undefined {
  const { code, url } = error as { code?: string; url?: string };
  const { message } = error;
  switch (code) {
    case "ERR_MODULE_NOT_FOUND": {
      const [, name = "", importer = file] = /'(.*)' imported from (.*)$/.exec(message) ?? [];
      return url === undefined ? noPackage(name, importer) : noFile(url, importer);
    }
    case "ERR_IMPORT_ATTRIBUTE_MISSING": {
      const [, target] = /"(file:[^"]*)"/.exec(message) ?? [];
      return {
        message: "JSON is imported without saying so",
        where: importsOf(resolve(file)).find((each) => each.url === target)?.where,
        instead: 'import data from "./data.json" with { type: "json" }',
      };
    }
    case "ERR_UNKNOWN_FILE_EXTENSION":
      return { message: `${file} is not a TypeScript file`, instead: "a file that ends in .ts" };
    case "ERR_PACKAGE_PATH_NOT_EXPORTED":
    case "ERR_UNSUPPORTED_DIR_IMPORT":
    case "ERR_INVALID_MODULE_SPECIFIER":
    case "EACCES":
      return { message };
    default:
      return undefined;
  }
}

function noFile(url: string, importer: string): Problem {
  const path = fileURLToPath(url);
  const found = existsSync(importer) && importsOf(importer).find((each) => each.url === url);
  const ending = [".ts", "/index.ts", ".json"].find((each) => existsSync(path + each));
  return {
    message: `there is no file ${relative(process.cwd(), path)}`,
    where: found ? found.where : undefined,
    instead: found && ending ? `"${found.specifier}${ending}"` : undefined,
  };
}

function noPackage(name: string, importer: string): Problem {
  const imports = existsSync(importer) ? importsOf(importer) : [];
  const where = imports.find(
    ({ specifier }) => specifier === name || specifier.startsWith(`${name}/`),
  )?.where;
  if (name === "slipway")
    return {
      message: 'slipway has nothing to import but "slipway" itself',
      where,
      instead: 'import { platform, web } from "slipway"',
    };
  return { message: `there is no package ${name}`, where, instead: `npm install ${name}` };
}

/** An import of a name that the module does not export. */
export async function missingExport(error: Error, entry: string): Promise<Problem | undefined> {
  const pattern = /^The requested module '(.*)' does not provide an export named '(.*)'$/;
  const [, module = "", name = ""] = pattern.exec(error.message) ?? [];
  const [, file, line] = /^(.*):(\d+)\n/.exec(String(error.stack)) ?? [];
  if (name === "" || file === undefined) return undefined;
  const column = (/^(.*?)\^/m.exec(String(error.stack))?.[1]?.length ?? 0) + 1;
  const exported = module === "slipway" ? Object.keys(await import(entry)) : [];
  return {
    message: `"${module}" has no "${name}"`,
    where: {
      file: file.startsWith("file:") ? fileURLToPath(file) : file,
      line: Number(line),
      column,
    },
    why: "at run time there are only values: a type is imported with `type` before its name",
    instead: module === "slipway" ? didYouMean(name, exported) : undefined,
  };
}
