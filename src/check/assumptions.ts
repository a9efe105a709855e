import type { Where } from "../problem.ts";
import type { Remark } from "./living/told.ts";
import type { RuleText } from "./rule.ts";

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
  /** Where it is written; undefined: on the command line. */
  readonly where?: Where | undefined;
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

export const unusedAssumption: RuleText = {
  id: "unused-assumption",
  layer: "suppressions",
  severity: "info",
  title: "an assumption that nothing asks for",
  why: "what it was written for is gone or has another name; left there, it hides the next name that is wrong",
  fix: "remove it",
  bad: `# slipway check --assume Secret/database -
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LOG_LEVEL: info }
`,
  good: `# slipway check --assume Secret/database -
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      envFrom: [{ secretRef: { name: database } }]
`,
};

/** In place of a file, for what is assumed on the command line. */
export const FLAG = "--assume";

/** What is to be told of assumptions when all worlds were looked at by all rules that ask for them. */
export function unusedAssumptions({ unused }: Assumptions): Remark[] {
  return unused.map((assumption) => ({
    rule: unusedAssumption,
    where: assumption.where ?? { file: FLAG, line: 1, column: 1 },
    message: `nothing asks for ${textOf(assumption)}`,
  }));
}

function textOf({ kind, namespace, name, keys }: Assumption): string {
  const object = namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
  return keys === undefined ? object : `${object}:${keys.join(",")}`;
}
