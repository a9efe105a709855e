import { reportFor } from "../../report/check/index.ts";
import { problemsLookOf, write } from "../output.ts";
import { version } from "../program.ts";
import type { Source } from "./source.ts";

/** Tells the errors that the check finds; nothing was asked of the cluster by then. */
export async function isRefusedByCheck(source: Source): Promise<boolean> {
  const errors = await source.errors();
  if (errors.length === 0) return false;
  const look = problemsLookOf("stderr");
  const report = reportFor("text", { look, rules: [], version: version() });
  await write("stderr", report.add(errors));
  const what = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  await write("stderr", `nothing was deployed: slipway check finds ${what}\n`);
  process.exitCode = 1;
  return true;
}
