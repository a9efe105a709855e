import type { Kustomization, ResourceFile, Tree } from "../../../manifests/read/index.ts";
import type { World } from "../../world.ts";
import { stageOf } from "./stages.ts";

/** A kustomization that makes an environment of a base. */
export interface Overlay {
  /** The last of its folders that tells the stage: `production` of `overlays/production`. */
  readonly name: string;
  /** As its objects say what they are applied with. */
  readonly from: string;
}

/** The overlays of the world that by their names are environments, those of one base together. */
export function overlaysOf({ trees }: World): Overlay[][] {
  if (trees.length < 2) return [];
  const groups = new Groups();
  const overlays = trees.flatMap((tree) => {
    const name = nameOf(tree);
    const [base, ...more] = basesOf(tree);
    if (name === undefined || base === undefined) return [];
    for (const each of more) groups.join(base, each);
    return [{ name, from: tree.folder, base }];
  });
  return [...Map.groupBy(overlays, ({ base }) => groups.of(base)).values()];
}

function nameOf({ folder }: Tree): string | undefined {
  const parts = folder.split(/[/\\]/).slice(-2);
  return parts.findLast((part) => stageOf(part) !== undefined);
}

/** The files of the kustomizations below the root; a component is for any. */
function basesOf({ root }: Tree): Set<string> {
  const found = new Set<string>();
  const visit = (each: Kustomization | ResourceFile) => {
    if (!("folder" in each) || found.has(each.file)) return;
    found.add(each.file);
    each.resources.forEach(visit);
  };
  root?.resources.forEach(visit);
  return found;
}

/** Names that belong together, each group known by one of them. */
class Groups {
  private readonly leaders = new Map<string, string>();

  of(name: string): string {
    let leader = name;
    for (let next = name; next !== undefined; next = this.leaders.get(next) as string)
      leader = next;
    if (leader !== name) this.leaders.set(name, leader);
    return leader;
  }

  join(one: string, other: string): void {
    const [a, b] = [this.of(one), this.of(other)];
    if (a !== b) this.leaders.set(b, a);
  }
}
