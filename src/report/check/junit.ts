import type { Finding, Summary } from "../../check/finding.ts";
import type { Report } from "./report.ts";

/**
 * JUnit's XML as CI systems read it: a suite for each file with findings, a case for each finding.
 * Errors and warnings are failures, what is suppressed is skipped; a run without any has one case that passes.
 */
export function junitReport(path: (file: string) => string): Report {
  const found: Finding[] = [];
  return {
    add: (findings) => {
      found.push(...findings);
      return "";
    },
    end: (summary) => {
      const suites = [...Map.groupBy(found, ({ file }) => path(file))].map(suite);
      if (suites.length === 0) suites.push(passed(summary));
      const failures = found.filter(isFailure).length;
      const skipped = found.filter(({ suppressed }) => suppressed).length;
      const counts = `tests="${Math.max(found.length, 1)}" failures="${failures}"${skippedText(skipped)}`;
      return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="slipway check" ${counts}>\n${suites.join("")}</testsuites>\n`;
    },
  };
}

function suite([file, findings]: [string, readonly Finding[]]): string {
  const skipped = findings.filter(({ suppressed }) => suppressed).length;
  const counts = `tests="${findings.length}" failures="${findings.filter(isFailure).length}"${skippedText(skipped)}`;
  const cases = findings.map((finding) => testCase(file, finding));
  return ` <testsuite name="${escaped(file)}" ${counts}>\n${cases.join("")} </testsuite>\n`;
}

function skippedText(skipped: number): string {
  return skipped === 0 ? "" : ` skipped="${skipped}"`;
}

function testCase(file: string, finding: Finding): string {
  const { rule, object, message, why, fix, line, column, suppressed } = finding;
  const what = [object ? `${object.kind} ${object.name}` : file, finding.path].filter(Boolean);
  const start = `  <testcase name="${escaped(`${what.join(" ")} ${rule}`)}" classname="${escaped(file)}"`;
  if (suppressed) {
    return `${start}>\n   <skipped message="${escaped(suppressed.reason)}"/>\n  </testcase>\n`;
  }
  if (!isFailure(finding)) {
    return `${start}>\n   <system-out>${escaped(message)}</system-out>\n  </testcase>\n`;
  }
  const body = `${file}:${line}:${column}\n${why}\n${fix}`;
  return `${start}>\n   <failure type="${rule}" message="${escaped(message)}">${escaped(body)}</failure>\n  </testcase>\n`;
}

function passed({ objects }: Summary): string {
  return ` <testsuite name="slipway check" tests="1" failures="0">\n  <testcase name="${objects} objects" classname="slipway check"/>\n </testsuite>\n`;
}

function isFailure({ severity, suppressed }: Finding): boolean {
  return !suppressed && severity !== "info";
}

/** Text in XML 1.0, which has no way to write most control characters. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/[\t\n\r]/g, (each) => `&#${each.charCodeAt(0)};`)
    .replace(/[^\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
}
