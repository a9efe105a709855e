import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Platform } from "../../src/platform/platform.ts";
import { type ImageChoice, resolve } from "../../src/platform/resolve/index.ts";
import { type Problem, ProblemError } from "../../src/problem.ts";
import { render } from "../../src/render/index.ts";

const language = new URL("../../src/index.ts", import.meta.url).href;

/** What a platform file starts with here; the first lines are one line, so that it is easy to count. */
const head = `import * as slipway from "${language}"; const { admission, alerts, allow, certificate, clusterAccess, config, cron, dashboard, domain, dotenv, environment, environmentName, existing, external, externalSecrets, fernet, generated, host, image, ingress, issuer, job, keyPair, namespace, notifications, patch, platform, podMetrics, postgres, priority, random, recordings, redis, scheduler, scrapeConfig, scratch, sealedSecrets, secret, setting, site, sops, storageClass, text, volume, web, worker } = slipway; const resources = { cpu: ["100m", "1"], memory: ["64Mi", "1Gi"] }; const place = { namespace: "shop", domain: "shop.example", images: { tag: "v1" } }; const app = image("shop/app"); const plain = { image: app, port: 8000, resources, scale: 1 };\n`;

export interface Told {
  readonly message: string;
  readonly instead?: string | undefined;
  readonly why?: string | undefined;
  /** The number of the mark that the place points to, from 1; 0 for a place without a mark. */
  readonly mark: number | undefined;
  readonly file: string | undefined;
}

/**
 * Writes a platform file, loads it, resolves and renders its environment, and gives what it is told.
 * Each comment `/*!*\/` marks the place behind it.
 */
export async function told(
  source: string,
  environment = "production",
  choice: ImageChoice = {},
  beside: Readonly<Record<string, string>> = {},
): Promise<Told[]> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-written-"));
  try {
    const marks: string[] = [];
    for (const [name, text] of Object.entries({ ...beside, "platform.ts": source })) {
      const path = join(folder, name);
      writeFileSync(path, head + text);
      for (const [line, written] of (head + text).split("\n").entries())
        for (const { index } of written.matchAll(/\/\*!\*\//g))
          marks.push(`${path}:${line + 1}:${index + 6}`);
    }
    const problems = await problemsOf(join(folder, "platform.ts"), environment, choice);
    return problems.map(({ message, instead, why, where }) => {
      const place = where && `${where.file}:${where.line}:${where.column}`;
      const mark = place === undefined ? undefined : marks.indexOf(place) + 1;
      return { message, instead, why, mark, file: where?.file.split("/").at(-1) };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function problemsOf(
  path: string,
  environment: string,
  choice: ImageChoice,
): Promise<readonly Problem[]> {
  try {
    const platform = (await import(pathToFileURL(path).href)).default as Platform;
    render(resolve(platform, environment, choice));
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

/** What a call is told; fails with anything that is not meant for a person. */
export function problemsIn(run: () => unknown): readonly Problem[] {
  try {
    run();
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}
