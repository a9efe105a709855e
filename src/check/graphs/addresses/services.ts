import { type Fields, isFields } from "../../../kubernetes/fields.ts";
import { identityOf } from "../../identity.ts";
import { judgements } from "../../judgements.ts";
import { isSameNamespace } from "../../objects/inventory.ts";
import { once } from "../../world.ts";

/** A Service of the world, as those see it who call it by its name. */
export interface Called {
  readonly name: string;
  /** Undefined where the object does not say. */
  readonly namespace: string | undefined;
  readonly ports: readonly CalledPort[];
  readonly isHeadless: boolean;
  readonly isExternalName: boolean;
}

export interface CalledPort {
  readonly name: string | undefined;
  readonly port: number;
  /** Of the pods; a name of theirs is left out. */
  readonly targetPort: number | undefined;
}

/** The Services of a world by their names. Of one that is written several times each is there. */
export class CalledServices {
  private readonly byName: ReadonlyMap<string, readonly Called[]>;
  /** Of those that one name has in all namespaces; a template is copied into many. */
  private readonly byPlace = new Map<string, ReadonlyMap<string | undefined, readonly Called[]>>();
  private readonly byNamespace: ReadonlyMap<string | undefined, readonly Called[]>;

  constructor(all: readonly Called[]) {
    this.byNamespace = Map.groupBy(all, ({ namespace }) => namespace);
    this.byName = Map.groupBy(all, ({ name }) => name);
  }

  named(name: string): readonly Called[] {
    return this.byName.get(name) ?? [];
  }

  /** Those that a name means in a namespace. */
  find(name: string, namespace: string | undefined): readonly Called[] {
    const all = this.named(name);
    if (all.length < MANY) return all.filter((each) => isSameNamespace(each.namespace, namespace));
    const places = this.byPlace.get(name) ?? Map.groupBy(all, (each) => each.namespace);
    this.byPlace.set(name, places);
    if (namespace === undefined) return all;
    return [...(places.get(namespace) ?? []), ...(places.get(undefined) ?? [])];
  }

  /** Those of a namespace, and those that may be in it. */
  in(namespace: string | undefined): readonly Called[] {
    const own = this.byNamespace.get(namespace) ?? [];
    return namespace === undefined ? own : [...own, ...(this.byNamespace.get(undefined) ?? [])];
  }
}

/** Of so many an index is made. */
const MANY = 4;

export const calledServices = once((world): CalledServices => {
  const said = judgements(world);
  return new CalledServices(
    world.objects.flatMap((subject) => {
      const { apiVersion, kind, namespace, name } = identityOf(subject.object);
      if (kind !== "Service" || apiVersion !== "v1") return [];
      const judgement = said.get(subject);
      const stored =
        (judgement && "filled" in judgement && (judgement.filled ?? judgement.meant)) ||
        subject.object;
      const spec = isFields(stored.spec) ? stored.spec : {};
      return [
        {
          name,
          namespace: namespace || undefined,
          ports: portsOf(spec),
          isHeadless: spec.clusterIP === "None",
          isExternalName: spec.type === "ExternalName",
        },
      ];
    }),
  );
});

function portsOf({ ports }: Readonly<Fields>): CalledPort[] {
  if (!Array.isArray(ports)) return [];
  return ports.filter(isFields).flatMap(({ name, port, targetPort }) => {
    if (typeof port !== "number") return [];
    const target = typeof targetPort === "number" ? targetPort : undefined;
    return [{ name: typeof name === "string" ? name : undefined, port, targetPort: target }];
  });
}
