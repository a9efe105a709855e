import { foundAt } from "../../objects/found.ts";
import { listed } from "../../objects/titles.ts";
import type { FoundInObject } from "../../rule.ts";
import { once } from "../../world.ts";
import { type Held, type Holding, holdingOf, type Topic } from "./held.ts";
import { overlaysOf } from "./overlays.ts";
import { type Stage, stageOf } from "./stages.ts";

/** An environment, as far as others are compared with it. */
export interface Environment {
  readonly name: string;
  /** The keys of what it holds. */
  readonly keys: ReadonlySet<string>;
  readonly separating: Holding["separating"];
}

function environmentOf(name: string, { all, separating }: Holding): Environment {
  return { name, keys: new Set(all.map(({ key }) => key)), separating };
}

/** What an environment is to those after it. */
const remembered = once((world) =>
  environmentOf(world.environment?.name ?? "", holdingOf(world, undefined)),
);

/** What environments of the world have in common that must differ. */
export const sharedAmongEnvironments = once((world): readonly FoundInObject[] => {
  const { environment } = world;
  const found: FoundInObject[] = [];
  if (environment && environment.before.length > 0) {
    const others = new Others();
    for (const each of environment.before) others.add(remembered(each));
    found.push(...sharedWith(others, environment.name, holdingOf(world, undefined)));
  }
  for (const overlays of overlaysOf(world)) {
    const others = new Others();
    // What is told of two stands in the one that is less in earnest.
    for (const { name, from } of overlays.toSorted((a, b) => rankOf(a.name) - rankOf(b.name))) {
      const holding = holdingOf(world, from);
      found.push(...sharedWith(others, name, holding));
      others.add(environmentOf(name, holding));
    }
  }
  return found;
});

const ORDER: readonly (Stage | undefined)[] = ["production", "staging", "development"];

function rankOf(name: string): number {
  return ORDER.indexOf(stageOf(name));
}

/** Environments, to be found by what they hold; of each stage the first that has it. */
class Others {
  private readonly stages = new Map<Stage, Map<string, Environment>>();

  /** One whose name tells no stage may be a second region, or a customer's: it is not compared. */
  add(environment: Environment): void {
    const stage = stageOf(environment.name);
    if (!stage) return;
    const known = this.stages.get(stage) ?? new Map<string, Environment>();
    this.stages.set(stage, known);
    for (const key of environment.keys) if (!known.has(key)) known.set(key, environment);
  }

  /** The first of another stage that has it too. */
  with(key: string, stage: Stage): Environment | undefined {
    for (const [other, known] of this.stages) {
      const found = other === stage ? undefined : known.get(key);
      if (found) return found;
    }
    return undefined;
  }
}

/** One finding for each topic and other environment. */
function sharedWith(others: Others, name: string, { all, separating }: Holding): FoundInObject[] {
  const stage = stageOf(name);
  if (!stage) return [];
  const apart = new Map<Environment, boolean>();
  const isApart = (other: Environment) => {
    const known = apart.get(other) ?? differs(separating, other.separating);
    apart.set(other, known);
    return known;
  };
  const shared = all.flatMap((held) => {
    const other = others.with(held.key, stage);
    return other && !(MAY_HAVE_ROOM.has(held.topic) && isApart(other)) ? [{ held, other }] : [];
  });
  const groups = Map.groupBy(shared, ({ held, other }) => `${held.topic} ${other.name}`);
  return [...groups.values()].map((group) => {
    const [{ held, other }] = group as [(typeof group)[number]];
    const { what, fix } = TOPICS[held.topic];
    const names = listed(group.map((each) => each.held.shown));
    return foundAt(held.item, held.path, `${name} and ${other.name} have ${what}: ${names}`, fix);
  });
}

const TOPICS: Readonly<Record<Topic, { readonly what: string; readonly fix: string }>> = {
  hosts: {
    what: "the same host names",
    fix: "a host name of its own for each environment",
  },
  data: {
    what: "the same database or broker",
    fix: "a database of its own for each environment, or at least a name and a user of its own in it",
  },
  secrets: {
    what: "the same passwords or keys",
    fix: "a value of its own for each environment",
  },
  backups: {
    what: "the same place for backups",
    fix: "a bucket or a path of its own for each environment",
  },
  names: {
    what: "the same name as an environment",
    fix: "the name of the own environment",
  },
};

/** A database, a broker or a bucket may have room for several. */
const MAY_HAVE_ROOM: ReadonlySet<Held["topic"]> = new Set(["data", "backups"]);

function differs(one: Holding["separating"], other: Holding["separating"]): boolean {
  for (const [name, text] of one) if (other.has(name) && other.get(name) !== text) return true;
  return false;
}
