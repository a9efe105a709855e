import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { collection } from "../../scripts/generate-kubernetes/defaults/ask.ts";
import { defaultsOfServer } from "../../scripts/generate-kubernetes/defaults/learnt.ts";
import { differences } from "../../scripts/generate-kubernetes/defaults/verify.ts";
import { readData } from "../../src/kubernetes/data.ts";
import { withDefaults } from "../../src/kubernetes/defaults.ts";
import { servedIn } from "../../src/kubernetes/kinds.ts";
import { NEWEST_MINOR } from "../../src/kubernetes/versions.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { OBJECTS } from "./schema-objects.ts";
import { disagreements, modelsOf } from "./schema-openapi.ts";

const RECORDING = join(import.meta.dirname, "../recordings/stored-objects.json");

suite("agreement with a real server", async () => {
  const { plane, missing } = await sharedControlPlane();
  // The data is of one release with its operators, which a person's own cluster need not run.
  const isGiven = process.env.SLIPWAY_KUBECONFIG !== undefined;
  const skip =
    missing ?? (isGiven && "unset SLIPWAY_KUBECONFIG: this needs the project's own server");

  test("on the kinds it serves", { skip }, async () => {
    const own = servedIn(NEWEST_MINOR).filter(({ operator }) => !operator);
    const known = own.map(({ apiVersion, kind, plural, namespaced, shortNames }) =>
      [apiVersion, kind, plural, namespaced, ...shortNames].join(" "),
    );
    const groups = (await plane!.request("GET", "/apis")).body as Groups;
    const versions = groups.groups.flatMap((group) => group.versions.map((v) => v.groupVersion));
    const served: string[] = [];
    for (const version of ["v1", ...versions]) {
      if (version.includes(".") && !version.split("/")[0]!.endsWith(".k8s.io")) continue;
      const path = version === "v1" ? "/api/v1" : `/apis/${version}`;
      const { resources } = (await plane!.request("GET", path)).body as Resources;
      for (const { kind, name, namespaced, shortNames = [] } of resources) {
        const isOurs = own.some((kind) => kind.apiVersion === version) && !name.includes("/");
        if (isOurs) served.push([version, kind, name, namespaced, ...shortNames].join(" "));
      }
    }
    assert.deepEqual(known.sort(), served.sort());
  });

  test("on fields and their rules, custom resources included", { skip }, async () => {
    const models = await modelsOf(plane!.request);
    const { compared, found } = disagreements(models, servedIn(NEWEST_MINOR), NEWEST_MINOR);
    assert.deepEqual(found, []);
    assert.ok(compared > 20_000, `${compared} fields were compared`);
    const { properties, required } = models["io.k8s.api.core.v1.Container"]!;
    delete properties!.image;
    required!.push("args");
    properties!.added = {};
    assert.deepEqual(disagreements(models, servedIn(NEWEST_MINOR), NEWEST_MINOR).found, [
      "io.k8s.api.core.v1.Container.image is not the server's",
      "io.k8s.api.core.v1.Container.args: required differs",
      "io.k8s.api.core.v1.Container.added is missing",
    ]);
  });

  test("on the defaults (npm run generate -- --defaults learns them again)", { skip }, async () => {
    assert.deepEqual(await defaultsOfServer(plane!.request), readData("defaults.json"));
  });

  test("on what it stores of objects (npm run record records it again)", { skip }, async () => {
    const stored: Record<string, unknown>[] = [];
    for (const object of OBJECTS) {
      const path = `${collection(object)}?dryRun=All&fieldValidation=Strict`;
      const { status, body } = await plane!.request("POST", path, object);
      assert.equal(status, 201, JSON.stringify(body));
      const { metadata, status: _, ...rest } = body as Record<string, unknown>;
      stored.push(withoutAllocated(rest));
    }
    if (process.env.UPDATE_RECORDINGS) {
      const lines = stored.map((object) => JSON.stringify(object));
      writeFileSync(RECORDING, `[\n${lines.join(",\n")}\n]\n`);
    }
    assert.deepEqual(stored, recorded());
  });
});

interface Groups {
  groups: { versions: { groupVersion: string }[] }[];
}

interface Resources {
  resources: { kind: string; name: string; namespaced: boolean; shortNames?: string[] }[];
}

function recorded(): Record<string, unknown>[] {
  return JSON.parse(readFileSync(RECORDING, "utf8"));
}

/** Leaves out what differs between two servers, or two runs: addresses, ports, generated names. */
function withoutAllocated(value: Record<string, unknown>): Record<string, unknown> {
  const allocated = /^(clusterIPs?|ipFamil.*|nodePort|creationTimestamp)$/;
  const isToken = (part: unknown) =>
    /^kube-api-access-/.test((part as { name?: string })?.name ?? "");
  return JSON.parse(
    JSON.stringify(value, (key, part) => {
      if (allocated.test(key)) return undefined;
      if (!Array.isArray(part) || !part.some(isToken)) return part;
      const rest = part.filter((item) => !isToken(item));
      return rest.length > 0 ? rest : undefined;
    }),
  );
}

suite("our defaults", () => {
  for (const [i, object] of OBJECTS.entries()) {
    test(`make of a ${object.kind} what the server stored`, () => {
      assert.deepEqual(differences(object, withDefaults(object), recorded()[i]), []);
    });
  }

  test("would not pass if one were wrong", () => {
    const [object] = OBJECTS;
    const filled = structuredClone(withDefaults(object!)) as unknown as {
      spec: { replicas: number };
    };
    filled.spec.replicas = 4;
    assert.ok(differences(object!, filled, recorded()[0]).includes("spec.replicas"));
  });
});
