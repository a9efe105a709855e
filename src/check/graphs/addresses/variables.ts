import type { Container } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { type Holder, type Written, writtenEnvironment } from "../../objects/environment.ts";
import { textOf } from "../../objects/texts.ts";
import type { Workload } from "../../objects/workloads.ts";
import { once, type World } from "../../world.ts";

/** Stands for what is not known before the pod runs. */
export const UNKNOWN = "\0";

/** The variables of a container, as far as the world shows their values. */
export class Variables {
  private readonly workload: Workload;
  private readonly written: Written;
  private values: Map<string, string> | undefined;

  constructor(world: World, workload: Workload, container: Decoded<Container>) {
    this.workload = workload;
    this.written = writtenEnvironment(world, workload, container);
  }

  /** @returns undefined for a variable that is not set, as far as is known */
  get(name: string): string | undefined {
    this.values ??= this.read();
    return this.values.get(name) ?? this.fromSources(name);
  }

  /** A text with its `$(NAME)` replaced. */
  expand(text: string): string {
    if (!text.includes("$(")) return text;
    return text.replace(/\$(\$\([^()\s]*\)|\(([^()\s]*)\))/g, (all, escaped, name) =>
      all.startsWith("$$") ? escaped : (this.get(name) ?? UNKNOWN),
    );
  }

  private read(): Map<string, string> {
    const values = new Map<string, string>();
    this.values = values;
    for (const variable of this.written.variables) {
      const { name, from } = variable;
      if (from === "value") values.set(name, this.expand(variable.text));
      else if (from === "key") values.set(name, held(variable.holder, variable.key) ?? UNKNOWN);
      else if (from === "field" && variable.field === "metadata.namespace")
        values.set(name, this.workload.item.namespace || OWN_NAMESPACE);
      else values.set(name, UNKNOWN);
    }
    return values;
  }

  private fromSources(name: string): string | undefined {
    for (const { prefix, holder } of this.written.imported.toReversed()) {
      const text = name.startsWith(prefix) ? held(holder, name.slice(prefix.length)) : undefined;
      if (text !== undefined) return text;
    }
    return undefined;
  }
}

function held({ item }: Holder, key: string): string | undefined {
  return item && textOf(item, key);
}

/** A name that nothing else has: the namespace of an object that does not say in which it is. */
export const OWN_NAMESPACE = "slipway-own-namespace";

const known = once((_: World) => new WeakMap<object, Variables>());

/** The variables of a container, worked out once. */
export function variablesOf(
  world: World,
  workload: Workload,
  container: Decoded<Container>,
): Variables {
  const all = known(world);
  const before = all.get(container);
  if (before) return before;
  const variables = new Variables(world, workload, container);
  all.set(container, variables);
  return variables;
}
