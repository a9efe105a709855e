import { existsSync } from "node:fs";
import { join } from "node:path";
import { LARGEST, readBytes } from "../bytes.ts";
import { PATIENCE, runProgram } from "../program.ts";
import type { Document, ReadOptions, ReadProblem, Source } from "../source.ts";
import { documentsOf } from "../stream.ts";
import { decodeText } from "../text.ts";
import { ChartOrigins, templateFile } from "./origins.ts";

export function isChartFile(name: string): boolean {
  return name === "Chart.yaml";
}

export function isChartFolder(path: string): boolean {
  return existsSync(join(path, "Chart.yaml"));
}

/** A chart: what helm renders of it, each object knowing its template. */
export async function readChart(folder: string, options: ReadOptions): Promise<Source> {
  const problems: ReadProblem[] = [];
  const behind: Document[] = [];
  const given = options.values ?? [];
  for (const file of [...own(folder), ...given]) {
    const bytes = readBytes(file, LARGEST);
    if (!Buffer.isBuffer(bytes)) {
      problems.push({ ...bytes, where: { file, line: 1, column: 1 } });
      continue;
    }
    for (const document of documentsOf(file, decodeText(bytes).text ?? "")) {
      behind.push(document);
      const own = new Set(["not-kubernetes", "empty"]);
      problems.push(...document.problems.filter(({ about }) => !own.has(about)));
    }
  }
  const source = { path: folder, kind: "chart" as const, behind };
  const isBroken = problems.some(
    ({ about }) => about !== "duplicate-key" && about !== "ignored-text",
  );
  if (isBroken) return { ...source, problems, documents: () => [] };
  const argv = ["template", options.release?.() ?? "release-name", folder, "--include-crds"];
  for (const file of given) argv.push("--values", file);
  if (options.kubeVersion !== undefined) argv.push("--kube-version", options.kubeVersion);
  const outcome = await runProgram("helm", argv, options);
  const where = { file: join(folder, "Chart.yaml"), line: 1, column: 1 };
  if (outcome === "missing")
    problems.push({
      about: "program-missing",
      message: `${folder} is a Helm chart, and there is no helm to render it`,
      where,
      instead: "install helm (https://helm.sh/docs/intro/install/)",
    });
  else if (outcome === "late")
    problems.push({
      // That is no fault of the chart.
      about: "unreachable",
      message: `helm took more than ${(options.timeout ?? PATIENCE) / 1000} s to render ${folder}`,
      where,
    });
  else if (outcome.code !== 0) problems.push(failure(folder, outcome.complaint, where));
  else {
    const text = outcome.output.toString("utf8");
    const origins = new ChartOrigins(folder, text);
    return {
      ...source,
      problems,
      documents: () => withoutEmpty(documentsOf(folder, text, origins)),
    };
  }
  return { ...source, problems, documents: () => [] };
}

/** Templates often render to nothing but a comment. */
function* withoutEmpty(documents: Iterable<Document>): Generator<Document> {
  for (const document of documents) if (document.value !== null) yield document;
}

function own(folder: string): string[] {
  const files = ["Chart.yaml", "values.yaml"].map((name) => join(folder, name));
  return files.filter((file) => existsSync(file));
}

/** Schemas and dependencies may lie elsewhere. */
const FETCHING =
  /\b(?:dial tcp|no such host|proxyconnect|HTTP request failed|failing loading "https?:)/;

/** Helm names the template and its line in the middle of a sentence. */
function failure(folder: string, complaint: string, chart: ReadProblem["where"]): ReadProblem {
  const text = complaint
    // Warnings stand before the error.
    .slice(Math.max(complaint.lastIndexOf("\nError: ") + 1, 0))
    .replace(/^(?:Error|level=\S+ msg=)[:=]?\s*/, "")
    .replace(/\s*Use --debug flag to render out invalid YAML\s*/, "")
    .replace(/\s+/g, " ");
  const places = [...complaint.matchAll(/\(?([\w./-]+\/templates\/[\w./-]+?):(\d+)(?::(\d+))?/g)];
  const [, path, line, column] = places.at(-1) ?? [];
  const file = path === undefined ? undefined : templateFile(folder, path);
  return {
    about: FETCHING.test(text) ? "unreachable" : "program-failed",
    message: `${folder} cannot be rendered: ${text.slice(0, 1000)}`,
    where:
      file === undefined
        ? chart
        : { file, line: Number(line), column: column === undefined ? 1 : Number(column) + 1 },
  };
}
