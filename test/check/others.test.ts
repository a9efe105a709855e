import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { suite, test } from "node:test";
import { folderOf, ModuleMissing } from "../../scripts/generate-kubernetes/sources.ts";
import type { Finding } from "../../src/check/finding.ts";
import { ask, NAMESPACE, prepare } from "../agreement/server.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { inParallel } from "../control-plane/verdicts.ts";
import { NEEDS_GO } from "../go-program.ts";
import { kustomizeProgram } from "../manifests/kustomize/program.ts";
import { helmProgram } from "../manifests/read/helm/program.ts";
import { pathOf } from "../manifests/read/programs.ts";
import { checked, everyManifestIn, manifestsIn } from "./others.ts";
import { type Others, others } from "./others-modules.ts";

const helm = helmProgram();
const skip = helm === undefined && NEEDS_GO;
const environment = {
  ...pathOf({ helm, kustomize: kustomizeProgram() }),
  // Nothing here is fetched from anywhere.
  HTTPS_PROXY: "http://127.0.0.1:1",
  GIT_ALLOW_PROTOCOL: "file",
};

suite("manifests that others wrote", { skip }, () => {
  for (const each of others) test(`${each.path} ${each.version}`, (t) => accepted(each, t));

  test("what is refused in all files of these modules, the server refuses", async (t) => {
    const { plane, missing } = await sharedControlPlane();
    if (!plane) return t.skip(missing);
    await prepare(plane);
    const counts = { files: 0, objects: 0, refused: 0 };
    const given: { readonly object: Record<string, unknown>; readonly told: string }[] = [];
    for (const each of others) {
      const folder = await folderOf(each);
      for await (const { path, objects, errors } of checked(everyManifestIn(folder))) {
        counts.files++;
        counts.objects += objects.length;
        const refused = errors.filter(
          ({ object, rule, path: field }) =>
            // Of the namespace the server is not asked: it has to be there.
            object && rule !== "duplicate-object" && field !== "metadata.namespace",
        );
        for (const { object } of objects) {
          const own = refused.filter((finding) => isAbout(finding, object));
          if (own.length > 0) given.push({ object, told: told(folder, path, own) });
        }
      }
    }
    counts.refused = given.length;
    const answers = await inParallel(8, given, ({ object }) =>
      ask(plane, withoutNamespace(object) as never, NAMESPACE),
    );
    t.diagnostic(JSON.stringify(counts));
    const alarms = given.filter((_, index) => answers[index]!.status < 300);
    assert.deepEqual(
      alarms.map(({ told }) => told),
      [],
    );
    assert.ok(counts.files > 10_000 && counts.refused > 500, JSON.stringify(counts));
  });
});

async function accepted(
  each: Others,
  t: { diagnostic(text: string): void; skip(why: string): void },
) {
  const folder = await folderOf(each).catch((problem) => {
    if (problem instanceof ModuleMissing) return problem;
    throw problem;
  });
  if (folder instanceof ModuleMissing) return t.skip(folder.message);
  const { manifests = [], kustomizations = [], charts = [], refused = {} } = each;
  const paths = [
    ...manifestsIn(folder, manifests),
    ...[...kustomizations, ...charts].map((path) => join(folder, path)),
  ];
  const counts = { sources: 0, objects: 0 };
  const wrong: string[] = [];
  const seen = new Set<string>();
  for await (const { path, objects, errors } of checked(paths, { environment })) {
    counts.sources++;
    counts.objects += objects.length;
    const name = relative(folder, path);
    if (errors.length === 0) continue;
    if (name in refused) seen.add(name);
    else wrong.push(told(folder, path, errors));
  }
  t.diagnostic(JSON.stringify(counts));
  assert.deepEqual(wrong, []);
  assert.deepEqual(
    [...seen].sort(),
    Object.keys(refused).sort(),
    "found what is known to be refused",
  );
  assert.ok(counts.objects > 0);
}

/** The finding knows its object by name; a file with two of one name is asked about both. */
function isAbout({ object: about }: Finding, object: Readonly<Record<string, unknown>>): boolean {
  const { name, generateName } = (object.metadata ?? {}) as Record<string, unknown>;
  return (
    about?.kind === object.kind &&
    about?.apiVersion === object.apiVersion &&
    about?.name === String(name ?? generateName ?? "")
  );
}

function withoutNamespace(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { namespace: _, ...metadata } = (object.metadata ?? {}) as Record<string, unknown>;
  return { ...object, ...(object.metadata !== undefined && { metadata }) };
}

function told(folder: string, path: string, errors: readonly Finding[]): string {
  const first = errors.slice(0, 3).map(({ line, path, message }) => `${line} ${path}: ${message}`);
  return [relative(folder, path), ...first].join("\n  ");
}
