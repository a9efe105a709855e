import type { Finding, Summary } from "../../check/finding.ts";
import type { Report } from "./report.ts";

/** One JSON object: `findings`, and a `summary`. */
export function jsonReport(path: (file: string) => string): Report {
  let separator = "";
  return {
    add: (findings) => {
      const lines = findings.map((finding) => JSON.stringify(findingJson(finding, path)));
      const text = lines.map((line, index) => `${index === 0 ? separator : ",\n"}${line}`).join("");
      if (separator === "" && lines.length > 0) {
        separator = ",\n";
        return `{"findings":[\n${text}`;
      }
      return text;
    },
    end: (summary: Summary) =>
      `${separator === "" ? '{"findings":[' : ""}\n],"summary":${JSON.stringify(summary)}}\n`,
  };
}

/** A finding as the formats in JSON write it. */
export function findingJson(finding: Finding, path: (file: string) => string) {
  const { rule, severity, message, why, fix, object, line, column } = finding;
  return {
    rule,
    severity,
    message,
    why,
    fix,
    object: object && { ...object, namespace: object.namespace ?? null },
    path: finding.path,
    file: path(finding.file),
    line,
    column,
  };
}
