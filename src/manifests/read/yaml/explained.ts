import { lineStart, Stop } from "./node.ts";

/** What is most often behind an error in YAML, if it shows in the line: a template, or a tab. */
export function explained(stop: Stop, text: string): Stop {
  if (stop.about !== "syntax" && stop.about !== "unsupported") return stop;
  const start = lineStart(text, stop.offset);
  const end = text.indexOf("\n", stop.offset);
  const line = text.slice(start, end === -1 ? text.length : end);
  const braces = /^[^"'#]*?(\{\{)/.exec(line);
  if (braces !== null)
    return new Stop(start + braces[0].length - 2, "template", '"{{" begins a template, not YAML', {
      why: "a template is rendered before it is applied",
      instead: "helm template …, or quotes around the whole text",
    });
  const mark = /^[^"'#]*?(@[A-Z][A-Z0-9_]*@|\{%|%%?[A-Z][A-Z0-9_]*%%?)/.exec(line);
  if (mark !== null)
    return new Stop(
      start + mark[0].length - (mark[1] ?? "").length,
      "template",
      `${mark[1]} begins a template, not YAML`,
      {
        why: "a template is filled in before it is applied",
        instead: "what the script makes of it, or quotes around the whole text",
      },
    );
  const indentation = /^ *\t/.exec(line);
  if (indentation !== null && stop.about === "syntax")
    return new Stop(start + indentation[0].length - 1, "tab", "this line is indented with a tab", {
      why: "YAML is indented with spaces alone",
      instead: "spaces",
    });
  return stop;
}

/** What is filled in before it is applied, and what Argo and Prometheus fill in when they have it. */
const FILLED_IN = /\{\{|\{%|@[A-Z][A-Z0-9_]*@|%%?[A-Z][A-Z0-9_]*%%?/g;
const FILLED_IN_THERE =
  /\{\{-?\s*(?:\$|\w+ \$|["'=(]|(?:inputs|outputs|workflow|steps|tasks|item|pod|args|retries|lastRetry|metadata|request)\b)/;

/** Whether a text as a whole is to be filled in: one mark alone may have lost its quotes. */
export function isTemplate(text: string): boolean {
  return (text.match(FILLED_IN) ?? []).length > 1 && !FILLED_IN_THERE.test(text);
}
