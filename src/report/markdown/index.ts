import type { Reference } from "../../reference/index.ts";
import { runbookFile } from "./files.ts";
import { configurationPage } from "./pages/configuration.ts";
import { deploymentPage } from "./pages/deployment.ts";
import { environmentsPage } from "./pages/environments.ts";
import { healthPage } from "./pages/health.ts";
import { manifestsPage } from "./pages/manifests.ts";
import { networkPage } from "./pages/network.ts";
import { overviewPage } from "./pages/overview.ts";
import { resourcesPage } from "./pages/resources.ts";
import { runbookPage } from "./pages/runbook.ts";

/**
 * The pages of a reference as Markdown, by file name.
 *
 * @param made Says at the top of the first page what it was made from, and how to make it again.
 */
export function markdownPages(reference: Reference, made: string): ReadonlyMap<string, string> {
  return new Map([
    ["README.md", overviewPage(reference, made)],
    ["manifests.md", manifestsPage(reference)],
    ["resources.md", resourcesPage(reference)],
    ["network.md", networkPage(reference)],
    ["health.md", healthPage(reference)],
    ["configuration.md", configurationPage(reference)],
    ["environments.md", environmentsPage(reference)],
    ["deployment.md", deploymentPage(reference)],
    ...reference.runbooks.map(
      (runbook) =>
        [runbookFile(reference, runbook.environment), runbookPage(reference, runbook)] as const,
    ),
  ]);
}
