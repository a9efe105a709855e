import { ApiServer, type Judged } from "../kubernetes/api-server.ts";
import type { Step } from "../kubernetes/validation/field-path.ts";
import type { Guide, Part, ReadProblem, Surprise, Tree } from "../manifests/read/index.ts";
import type { Where } from "../problem.ts";
import type { ProgramEntry } from "../program-entry.ts";
import type { Assumptions } from "./assumptions.ts";
import type { NodeSize } from "./nodes.ts";

export type { Guide, Part } from "../manifests/read/index.ts";

/** An object, wherever it came from. */
export interface Subject {
  readonly object: Readonly<Record<string, unknown>>;
  /** The part of a platform that it belongs to, such as a component. */
  readonly owner?: string | undefined;
  /** The file, kustomization or chart that it is applied with; undefined for a platform's. */
  readonly from?: string | undefined;
  /** Where a part of it was written. What is not written in place has the place of what holds it. */
  readonly locate: (steps: readonly Step[], part: Part) => Where;
  /** Where a line, from 1, of the text stands that is there; undefined where none of its lines has a place. */
  readonly locateLine?: (steps: readonly Step[], line: number) => Where | undefined;
  /** Whether a file of a name lies beside the object's file, or in a folder there. */
  readonly hasFileNear?: (name: string) => boolean;
  /** The scripts and readmes in the folder of the object's file, and above it in its repository. */
  readonly guidesNear?: () => readonly Guide[];
}

/** What there is to check: objects that are to be in one cluster, and what was wrong with their texts. */
export interface Material {
  /** The minor of Kubernetes 1 whose server is asked. */
  readonly minor: number;
  readonly problems: readonly ReadProblem[];
  /** Plain scalars that mean something else than they seem to. */
  readonly surprises: readonly Surprise[];
  readonly objects: readonly Subject[];
  /** The kustomizations that objects were built of. */
  readonly trees: readonly Tree[];
  /** What is in the cluster before, where that is known. */
  readonly before: readonly Subject[];
  /** What is there without being among the objects. */
  readonly assumptions: Assumptions;
  /** The nodes of the cluster, where a person tells them. */
  readonly nodes?: readonly NodeSize[];
  /** What a person knows of programs; before what the catalogue has. */
  readonly programs?: readonly ProgramEntry[];
  /** Undefined for what is of no platform. */
  readonly environment?: InPlatform;
}

/** Which environment of a platform a world is. */
export interface InPlatform {
  readonly name: string;
  /** The environments of the platform that were looked at before. */
  readonly before: readonly World[];
}

/** Material, with the knowledge that its rules ask. */
export interface World extends Material {
  readonly server: ApiServer;
}

/** Loads the knowledge that the objects need, and no more. */
export async function worldOf(material: Material): Promise<World> {
  const judged = (subjects: readonly Subject[]) => subjects.map(({ object }) => object as Judged);
  const { minor, objects, before } = material;
  return { ...material, server: await ApiServer.of(minor, judged(objects), judged(before)) };
}

/** Works something out once for a world, however many rules ask. */
export function once<T>(compute: (world: World) => T): (world: World) => T {
  const known = new WeakMap<World, T>();
  return (world) => {
    if (!known.has(world)) known.set(world, compute(world));
    return known.get(world) as T;
  };
}
