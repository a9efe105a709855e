import { Assumptions } from "../../src/check/assumptions.ts";
import type { Finding } from "../../src/check/finding.ts";
import type { NodeSize } from "../../src/check/nodes.ts";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { type Subject, worldOf } from "../../src/check/world.ts";
import { materialOf } from "../../src/inputs/platform.ts";
import { renderEnvironment } from "../../src/load/environment.ts";
import { loadPlatform } from "../../src/load/load.ts";
import type { System } from "./systems.ts";

/** An object as it is rendered, to be changed in place. */
// biome-ignore lint/suspicious/noExplicitAny: what is put back stands anywhere in an object
export type Fields = Record<string, any>;

/** The objects of an environment, into which a value of the documents is put back. */
export class Draft {
  readonly objects: Fields[];
  nodes: NodeSize | undefined;
  /** What runs in the cluster when this is applied. */
  readonly before: Fields[] = [];

  constructor(subjects: readonly Subject[]) {
    this.objects = subjects.map(({ object }) => structuredClone(object) as Fields);
  }

  /** @throws Error where it is not there: then nothing would be put back */
  of(kind: string, name: string): Fields {
    const found = this.objects.find((each) => each.kind === kind && each.metadata.name === name);
    if (!found) throw new Error(`there is no ${kind} ${name}`);
    return found;
  }

  each(kind: string): Fields[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  pod(kind: string, name: string): Fields {
    const { spec } = this.of(kind, name);
    return (kind === "CronJob" ? spec.jobTemplate.spec : spec).template.spec as Fields;
  }

  container(kind: string, name: string): Fields {
    return this.pod(kind, name).containers[0] as Fields;
  }

  add(object: Fields): void {
    this.objects.push(object);
  }

  remove(kind: string, name: string): void {
    this.objects.splice(this.objects.indexOf(this.of(kind, name)), 1);
  }

  /** @throws Error where the text is not there */
  text(name: string, key: string, from: string, to: string): void {
    const { data } = this.of("ConfigMap", name);
    if (!String(data[key]).includes(from)) throw new Error(`${name} does not say ${from}`);
    data[key] = String(data[key]).replaceAll(from, to);
  }
}

/** An environment of a system, and what is found where something in it is changed. */
export class Environment {
  private readonly material: ReturnType<typeof materialOf>;
  private readonly file: string;

  private constructor(file: string, material: ReturnType<typeof materialOf>) {
    this.file = file;
    this.material = material;
  }

  static async of(system: System, environment: string): Promise<Environment> {
    const root = new URL("../../", import.meta.url);
    const file = new URL(`examples/${system}/platform.ts`, root).pathname;
    const platform = await loadPlatform(file, new URL("src/index.ts", root).href);
    return new Environment(
      file,
      materialOf(await renderEnvironment(platform, file, environment), file),
    );
  }

  /** What these rules find after a change, and did not find before. */
  async fresh(ids: readonly string[], change: (draft: Draft) => void): Promise<readonly Finding[]> {
    const known = new Set((await this.findings(ids, () => {})).map(keyOf));
    const found = await this.findings(ids, change);
    return found.filter((finding) => !known.has(keyOf(finding)));
  }

  private async findings(ids: readonly string[], change: (draft: Draft) => void) {
    const { objects: subjects, minor, assumed } = this.material;
    const draft = new Draft(subjects);
    const own = [...draft.objects];
    change(draft);
    const objects = draft.objects.map((object): Subject => {
      const locate = subjects[own.indexOf(object)]?.locate ?? this.somewhere;
      return { object, locate };
    });
    const before = draft.before.map((object) => ({ object, locate: this.somewhere }));
    const world = await worldOf({
      ...{ problems: [], surprises: [], trees: [], objects, before, minor },
      assumptions: new Assumptions().implying(assumed),
      ...(draft.nodes ? { nodes: [draft.nodes] } : {}),
    });
    return run(
      rules.filter(({ id }) => ids.includes(id)),
      world,
    );
  }

  private readonly somewhere = () => ({ file: this.file, line: 1, column: 1 });
}

function keyOf({ rule, severity, object, path, message }: Finding): string {
  return JSON.stringify([rule, severity, object, path, message]);
}
