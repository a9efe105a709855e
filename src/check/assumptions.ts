/**
 * What is in the cluster, or will be, without being among the objects: nothing is told to be
 * missing that is assumed.
 */
export interface Assumption {
  /** Such as `Secret`, `Namespace`, `StorageClass`; of a kind that two groups have, the one with that name that a manifest would use. */
  readonly kind: string;
  /** Undefined: in any namespace, or in none. */
  readonly namespace: string | undefined;
  /** May end in `*`. */
  readonly name: string;
  /** The keys that a ConfigMap or Secret has; undefined: all that anyone asks for. */
  readonly keys: readonly string[] | undefined;
}

/** What must be known to tell whether it is assumed. */
export interface Assumed {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Assumptions, and which of them were of use. */
export class Assumptions {
  /** What a person says. */
  readonly given: readonly Assumption[];
  private readonly implied: readonly Assumption[];
  private readonly used: Set<Assumption>;

  constructor(
    given: readonly Assumption[] = [],
    implied: readonly Assumption[] = [],
    used: Set<Assumption> = new Set(),
  ) {
    this.given = given;
    this.implied = implied;
    this.used = used;
  }

  /** With what follows from the input itself, such as a platform's secrets: it need not be of use. */
  implying(implied: readonly Assumption[]): Assumptions {
    return new Assumptions(this.given, implied, this.used);
  }

  /** What says that an object is there. */
  find(wanted: Assumed): Assumption | undefined {
    const given = this.given.find((each) => fits(each, wanted));
    if (given) this.used.add(given);
    return given ?? this.implied.find((each) => fits(each, wanted));
  }

  /** What a person says that nothing asked for. */
  get unused(): readonly Assumption[] {
    return this.given.filter((each) => !this.used.has(each));
  }
}

function fits(assumption: Assumption, { kind, namespace, name }: Assumed): boolean {
  if (assumption.kind.toLowerCase() !== kind.toLowerCase()) return false;
  if (
    assumption.namespace !== undefined &&
    namespace !== undefined &&
    assumption.namespace !== namespace
  )
    return false;
  return assumption.name.endsWith("*")
    ? name.startsWith(assumption.name.slice(0, -1))
    : assumption.name === name;
}

/**
 * Reads `KIND/NAME` or `KIND/NAMESPACE/NAME`, with `:KEY,KEY` behind it for a ConfigMap or Secret:
 * `Secret/shop/db:password`, `StorageClass/fast`, `Host/api.example.com`.
 *
 * @returns undefined for anything else
 */
export function parseAssumption(text: string): Assumption | undefined {
  const found = /^([A-Za-z]+)\/(?:([^/:]+)\/)?([^/:]+)(?::(.+))?$/.exec(text);
  if (!found) return undefined;
  const [, kind = "", namespace, name = "", keys] = found;
  return { kind, namespace, name, keys: keys?.split(",") };
}
