import { Judge, type Judged } from "../../src/kubernetes/validation/judge.ts";
import { startControlPlane } from "../control-plane/control-plane.ts";
import { kindOf } from "../control-plane/resources.ts";
import { inParallel } from "../control-plane/verdicts.ts";
import { differ } from "./compare.ts";
import { mutated, mutationsOf, seenIn } from "./mutations.ts";
import { richObjects } from "./objects.ts";
import { Random } from "./random.ts";
const NS = "v5-updates";
const wanted = process.argv[2]!.split(",");
const seed = Number(process.argv[3] ?? 1), count = Number(process.argv[4] ?? 40);
const plane = await startControlPlane({ level: "verdicts" });
await plane.request("POST", "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: NS } });
const all = richObjects();
const random = new Random(seed);
const seen = seenIn(all);
const judge = await Judge.of(36, all.map((o) => o.apiVersion));
let n = 0, bad = 0, refused = 0;
for (const rich of all.filter((o) => wanted.includes(o.kind))) {
  const kind = (await kindOf(plane, rich.apiVersion, rich.kind))!;
  const old: any = structuredClone(rich);
  if (kind.namespaced) delete old.metadata.namespace; else old.metadata.name = (`v5-${old.metadata.name}`).replace(/[^-a-z0-9.]/g, "");
  if (old.kind==="IPAddress") continue;
  const base = rich.apiVersion.includes("/") ? `/apis/${rich.apiVersion}` : `/api/${rich.apiVersion}`;
  const where = `${base}${kind.namespaced ? `/namespaces/${NS}` : ""}/${kind.name}`;
  const made: any = await plane.request("POST", where, old);
  if (made.status >= 300 && made.status !== 409) { console.log("cannot create", old.kind, old.metadata.name, made.body?.message); continue; }
  const got: any = await plane.request("GET", `${where}/${encodeURIComponent(old.metadata.name)}`);
  const changes = random.some(mutationsOf(old, seen, random), count);
  const cases = changes.map((c) => ({ what: c.what, object: mutated(old, [c]) as any })).filter(({ what, object }) => !what.startsWith("metadata") && object.metadata?.name === old.metadata.name && object.metadata.namespace === undefined);
  await inParallel(6, cases, async ({ what, object }) => {
    const sent = { ...object, metadata: { ...object.metadata, resourceVersion: got.body.metadata.resourceVersion } };
    const { status, body, warnings }: any = await plane.request("PUT", `${where}/${encodeURIComponent(old.metadata.name)}?dryRun=All&fieldValidation=Strict`, sent);
    const paths = (body?.details?.causes ?? []).flatMap((c: any) => c.field ? [c.field] : []);
    const ours = judge.update(object as Judged, old as Judged)!;
    n++; if (status >= 300) refused++;
    const d = differ(ours, { status: status < 300 ? 201 : status, paths, message: body?.message, warnings } as any);
    if (d.verdict || d.missed.length || d.extra.length) {
      bad++;
      console.log(`\n${old.kind} ${old.metadata.name} ${what}\n  server ${status} ${status >= 300 ? body?.message : ""}`);
      for (const e of ours.errors) console.log(`  ours ${e.path}: ${e.message}`);
      console.log("  ", JSON.stringify(d));
    }
  });
  await plane.request("DELETE", `${where}/${encodeURIComponent(old.metadata.name)}`);
}
console.log({ n, refused, bad });
await plane.stop();
