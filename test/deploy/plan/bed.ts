import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import { type KubeObject, keyOf, refOf } from "../../../src/client/object.ts";
import { FIELD_MANAGER } from "../../../src/deploy/names.ts";
import type { PlanOptions } from "../../../src/deploy/plan/input.ts";
import type { Plan, PlannedObject } from "../../../src/deploy/plan/plan.ts";
import { planOf } from "../../../src/deploy/plan/plan-of.ts";
import { finish, prepare } from "../../../src/deploy/plan/prepare.ts";
import { applySetId, PART_OF_LABEL } from "../../../src/deploy/release/applyset.ts";
import { type KeyedDigest, passingDigest } from "../../../src/deploy/release/key.ts";
import type { ReleaseRecord } from "../../../src/deploy/release/record.ts";
import { recorded } from "../../../src/deploy/release/recorded.ts";
import { Masker } from "../../../src/deploy/secrecy.ts";
import { type Desired, plainWanted, type Wanted } from "../../../src/deploy/wanted.ts";
import type { ControlPlane } from "../../control-plane/control-plane.ts";

/** A release on the control plane of the tests: plans it, and executes plans in the simplest way. */
export class Bed {
  readonly plane: ControlPlane;
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly partOf: string;
  readonly digest: KeyedDigest = passingDigest();
  /** Of the last deploy. */
  previous: ReleaseRecord | undefined;
  migrated: Record<string, string> = {};
  holders: readonly string[] = [];
  private readonly kinds = new Map<string, { apiVersion: string; kind: string }>();

  private constructor(plane: ControlPlane, cluster: Cluster, namespace: string) {
    this.plane = plane;
    this.cluster = cluster;
    this.namespace = namespace;
    this.partOf = applySetId({ name: "app", namespace });
  }

  static async in(plane: ControlPlane, namespace: string): Promise<Bed> {
    const cluster = await connect({ kubeconfig: plane.kubeconfig });
    await plane.kubectl(["create", "namespace", namespace]);
    return new Bed(plane, cluster, namespace);
  }

  async end(): Promise<void> {
    this.cluster.close();
    await this.plane.kubectl(["delete", "namespace", this.namespace, "--wait=false"]);
  }

  /** kubectl in the release's namespace; throws with what it says when it fails. */
  async kubectl(args: readonly string[], input?: object): Promise<string> {
    const stdin = input === undefined ? {} : { stdin: JSON.stringify(input) };
    const ended = await this.plane.kubectl(["-n", this.namespace, ...args], stdin);
    if (ended.code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${ended.stderr}`);
    return ended.stdout;
  }

  async plan(objects: readonly KubeObject[], options: PlanOptions = {}): Promise<Plan> {
    return this.planWanted(objects.map(plainWanted), options);
  }

  async planWanted(wanted: readonly Wanted[], options: PlanOptions = {}): Promise<Plan> {
    for (const { object } of wanted) this.kinds.set(`${object.apiVersion}/${object.kind}`, object);
    const desired: Desired = {
      release: { name: "app", namespace: this.namespace },
      wanted,
      images: {},
    };
    const masker = Masker.of(wanted.map(({ object }) => object));
    return planOf({
      cluster: this.cluster,
      desired,
      previous: this.previous,
      migrated: this.migrated,
      revision: (this.previous?.revision ?? 0) + 1,
      membership: {
        partOf: this.partOf,
        members: await this.members(),
        setNamed: (partOf) => (partOf === "applyset-other-v1" ? "release other in x" : undefined),
        otherHolders: () => this.holders,
      },
      options,
      digest: this.digest,
      isKeyKept: true,
      mask: (text) => masker.mask(text),
    });
  }

  /** Plans, refuses stops, and does it. */
  async deploy(objects: readonly KubeObject[], options: PlanOptions = {}): Promise<Plan> {
    const plan = await this.plan(objects, options);
    await this.execute(plan);
    return plan;
  }

  async execute(plan: Plan): Promise<void> {
    if (plan.stops.length > 0) throw new Error(plan.stops.map(({ message }) => message).join("\n"));
    for (const planned of plan.objects) await this.carryOut(planned);
    for (const { ref, uid, kept } of plan.prunes)
      if (kept === undefined) await this.cluster.delete(ref, { uid });
    this.previous = {
      revision: plan.revision,
      state: "deployed",
      environment: undefined,
      startedAt: "",
      finishedAt: "",
      author: "test",
      git: undefined,
      tool: "0",
      images: {},
      rollbackTo: undefined,
      message: undefined,
      objects: plan.objects.map(({ applied }) => recorded(applied, this.digest)),
      secretCopies: {},
      shared: plan.objects.flatMap(({ wanted }) => (wanted.isShared ? [wanted.key] : [])),
      migrated: this.migrated,
    };
  }

  private async carryOut(planned: PlannedObject): Promise<void> {
    const { action, applied, live, force } = planned;
    if (action === "none" || action === "skip") return;
    await prepare(this.cluster, planned);
    if (action.startsWith("recreate")) {
      const propagation = action === "recreate" ? "Foreground" : "Orphan";
      const uid = live?.metadata.uid;
      await this.cluster.delete(refOf(applied), { propagation, uid });
      while ((await this.cluster.get(refOf(applied)))?.metadata.uid === uid)
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.cluster.apply(applied, { manager: FIELD_MANAGER, force });
    await finish(this.cluster, planned);
  }

  private async members(): Promise<KubeObject[]> {
    const labels = `${PART_OF_LABEL}=${this.partOf}`;
    const lists = [...this.kinds.values()].map(async ({ apiVersion, kind }) => {
      const { items } = await this.cluster.list({ apiVersion, kind, labels });
      return items;
    });
    return (await Promise.all(lists)).flat();
  }

  /** The live object. */
  async read(object: KubeObject): Promise<KubeObject> {
    const live = await this.cluster.get(refOf(object));
    if (!live) throw new Error(`${keyOf(refOf(object))} is not there`);
    return live;
  }
}

/** What a plan changes of its only object, or of the one of a kind: `path: before -> after (by)`. */
export function told(plan: Plan, kind?: string): string[] {
  const planned = plan.objects.find(({ applied }) => kind === undefined || applied.kind === kind);
  return (planned?.changes ?? []).map(({ path, before, after, cause }) => {
    const by = cause.by === "you" ? "you" : (cause.manager ?? "somebody");
    return `${path}: ${before ?? "nothing"} -> ${after ?? "nothing"} (${by})`;
  });
}

/** Action of each object, and the stops. */
export function gist(plan: Plan): string[] {
  return [
    ...plan.objects.map(({ applied, action }) => `${action} ${applied.kind}`),
    ...plan.prunes.map(({ ref, kept }) => `${kept === undefined ? "prune" : "keep"} ${ref.kind}`),
    ...plan.stops.map(({ code }) => `stop ${code}`),
  ];
}
