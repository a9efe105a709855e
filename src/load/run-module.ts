import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { answerOwnName } from "./own-copy.ts";

/**
 * Runs a file of the user's and gives what it exports. What the file prints goes to stderr: stdout
 * belongs to the result.
 *
 * @param entry URL of the module that `import … from "slipway"` stands for in it.
 * @param onFile Told of every file of the user's that it consists of.
 * @throws ProblemError that says why it does not run.
 */
export async function runModule(
  file: string,
  entry: string,
  onFile?: (file: string) => void,
): Promise<Record<string, unknown>> {
  const url = pathToFileURL(resolve(file)).href;
  const release = answerOwnName(entry, url, onFile);
  const { log, info, debug } = console;
  console.log = console.info = console.debug = console.error;
  try {
    return await import(url);
  } catch (error) {
    const { loadingFailure } = await import("./failure.ts");
    throw await loadingFailure(error, file, entry);
  } finally {
    release();
    Object.assign(console, { log, info, debug });
  }
}
