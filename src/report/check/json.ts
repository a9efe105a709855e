import type { Finding, Summary } from "../../check/finding.ts";
import type { Report } from "./report.ts";

/** One JSON object: `findings`, those that are `suppressed`, and a `summary`. */
export function jsonReport(path: (file: string) => string): Report {
  let separator = "";
  const suppressed: string[] = [];
  return {
    add: (findings) => {
      const lines: string[] = [];
      for (const finding of findings) {
        const json = findingJson(finding, path);
        if (!finding.suppressed) lines.push(JSON.stringify(json));
        else suppressed.push(JSON.stringify({ ...json, suppressed: silenceJson(finding) }));
      }
      const text = lines.map((line, index) => `${index === 0 ? separator : ",\n"}${line}`).join("");
      if (separator === "" && lines.length > 0) {
        separator = ",\n";
        return `{"findings":[\n${text}`;
      }
      return text;
    },
    end: (summary: Summary) => {
      const start = separator === "" ? '{"findings":[' : "";
      const silent = suppressed.length === 0 ? "" : `\n${suppressed.join(",\n")}\n`;
      return `${start}\n],"suppressed":[${silent}],"summary":${JSON.stringify(summary)}}\n`;
    },
  };
}

function silenceJson({ suppressed }: Finding) {
  return (
    suppressed && { by: suppressed.isKnown ? "baseline" : "reason", reason: suppressed.reason }
  );
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
