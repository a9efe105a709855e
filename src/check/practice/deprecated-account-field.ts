import { foundAt } from "../objects/found.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { programs } from "./shared/nature.ts";

const WITH_ACCOUNT = `${changed(POD, "spec:\n", "spec:\n  serviceAccountName: web\n")}---
apiVersion: v1
kind: ServiceAccount
metadata: { name: web }
`;

export const deprecatedAccountField: Rule = {
  id: "deprecated-account-field",
  layer: "practice",
  severity: "info",
  title: "the old name of serviceAccountName",
  why: "the server takes it for the new name as long as that is not there, and tools that read only the new one see the account default. It matters to who writes or reads policies",
  fix: "write serviceAccountName",
  bad: changed(WITH_ACCOUNT, "serviceAccountName: web", "serviceAccount: web"),
  good: WITH_ACCOUNT,
  find: (world) =>
    programs(world).flatMap(({ item, specPath }) => {
      // The server fills in the one from the other: what was written is asked.
      let written: unknown = item.subject.object;
      for (const step of specPath.steps())
        written = (written as Record<string, unknown> | undefined)?.[step];
      const { serviceAccount, serviceAccountName } = (written ?? {}) as Record<string, unknown>;
      if (!serviceAccount || serviceAccountName) return [];
      const found = foundAt(
        item,
        specPath.field("serviceAccount"),
        "serviceAccount is the old name of serviceAccountName",
      );
      return [{ ...found, part: "key" as const }];
    }),
};
