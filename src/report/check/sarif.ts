import type { Finding } from "../../check/finding.ts";
import type { RuleText } from "../../check/rule.ts";
import { explained } from "./explain.ts";
import type { Report } from "./report.ts";

const levels = { error: "error", warning: "warning", info: "note" } as const;

/**
 * SARIF 2.1.0, with the lines that code scanning shows.
 *
 * @param rules every rule that may have found something
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(
  path: (file: string) => string,
  rules: readonly RuleText[],
  version: string,
): Report {
  const results: object[] = [];
  const used = new Map<string, number>();
  return {
    add: (findings) => {
      for (const finding of findings) {
        const index = used.get(finding.rule) ?? used.size;
        used.set(finding.rule, index);
        results.push(resultOf(finding, index, path(finding.file)));
      }
      return "";
    },
    end: () => {
      const described = [...used.keys()].map(
        (id) => rules.find((rule) => rule.id === id) as RuleText,
      );
      const driver = { name: "slipway", version, rules: described.map(descriptorOf) };
      const log = {
        $schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
      };
      return `${JSON.stringify(log, null, 1)}\n`;
    },
  };
}

function resultOf(finding: Finding, ruleIndex: number, file: string) {
  const { rule, severity, message, fix, object, line, column, suppressed } = finding;
  const uri = file.split("/").map(encodeURIComponent).join("/");
  const what = finding.path === "" ? message : `${finding.path}: ${message}`;
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: `${what}; ${fix}` },
    ...(suppressed && {
      suppressions: [
        { kind: suppressed.kind, status: "accepted", justification: suppressed.reason },
      ],
    }),
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri },
          region: { startLine: line, startColumn: column },
        },
        ...(object && {
          logicalLocations: [
            {
              name: object.name,
              kind: "resource",
              fullyQualifiedName: [object.apiVersion, object.kind, object.namespace, object.name]
                .filter(Boolean)
                .join("/"),
            },
          ],
        }),
      },
    ],
  };
}

function descriptorOf(rule: RuleText) {
  const { id, title, why, fix, severity } = rule;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: fix, markdown: explained(id, [rule]) },
    defaultConfiguration: { level: levels[severity] },
  };
}
