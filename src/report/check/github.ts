import type { Finding } from "../../check/finding.ts";
import type { Report } from "./report.ts";

const commands = { error: "error", warning: "warning", info: "notice" } as const;

/**
 * Workflow commands, which GitHub shows beside the lines of a pull request.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubReport(path: (file: string) => string): Report {
  return {
    add: (findings) =>
      findings
        .filter(({ suppressed }) => !suppressed)
        .map((finding) => `${annotation(finding, path)}\n`)
        .join(""),
    end: () => "",
  };
}

function annotation(finding: Finding, path: (file: string) => string): string {
  const { rule, severity, line, column, message, fix, object } = finding;
  const properties = {
    file: path(finding.file),
    line: String(line),
    col: String(column),
    title: object ? `${rule}: ${object.kind} ${object.name}` : rule,
  };
  const given = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  const what = finding.path === "" ? message : `${finding.path}: ${message}`;
  return `::${commands[severity]} ${given.join(",")}::${data(`${what}\n${fix}`)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
