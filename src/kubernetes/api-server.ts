import { CustomResources, type Unchecked } from "./custom-resources/index.ts";
import { Judge, type Judged, type Judgement } from "./validation/judge.ts";

export type { Unchecked } from "./custom-resources/index.ts";
export type { Judged, Judgement } from "./validation/judge.ts";

/** What a server of one minor says of single objects, of its own kinds and of custom ones. */
export class ApiServer {
  readonly minor: number;
  private readonly judge: Judge;
  private readonly custom: CustomResources;

  private constructor(judge: Judge, custom: CustomResources) {
    this.minor = judge.minor;
    this.judge = judge;
    this.custom = custom;
  }

  /**
   * Loads what the objects need, and no more. Among them may be CustomResourceDefinitions, which
   * then describe the custom resources.
   */
  static async of(minor: number, objects: readonly Judged[]): Promise<ApiServer> {
    const versions = new Set(objects.map(({ apiVersion }) => apiVersion));
    const definitions = objects.filter(({ kind }) => kind === "CustomResourceDefinition");
    return new ApiServer(
      await Judge.of(minor, versions),
      await CustomResources.of(minor, definitions, objects),
    );
  }

  /** What a create would be answered with, or why that cannot be said. */
  create(object: Judged): Judgement | Unchecked {
    return this.judge.create(object) ?? this.custom.create(object);
  }

  /** What an update from an old state would be answered with. */
  update(object: Judged, old: Judged): Judgement | Unchecked {
    return this.judge.update(object, old) ?? this.custom.update(object, old);
  }
}
