import { configKeyProblem } from "../kubernetes/names.ts";
import { type Component, defineComponent } from "./component.ts";
import { aPlainValue } from "./options/values.ts";
import { type PlainRef, type PlainValue, plainRef } from "./reference.ts";
import { mapOf } from "./shape.ts";
import { partsOf, touchesOf } from "./text.ts";
import { callSite } from "./where.ts";

/** What an environment may change of a config: its values by key; `null` takes a key out. */
export type ConfigOverride<K extends string> = { readonly [P in K]?: PlainValue | null };

/** Settings that everyone may read: rendered as a ConfigMap. */
export interface Config<K extends string = string>
  extends Component<ConfigOverride<K> | false, "ConfigMap"> {
  /** The value of one key, for an `env` of another name. */
  key(key: K): PlainRef;
}

/**
 * Settings that everyone may read. Give it to `envFrom`, or mount it as files.
 * Values are texts, numbers and references without secrets.
 *
 * @example
 * const settings = config("django-config", { LOG_LEVEL: "INFO", DB_HOST: db.host });
 */
export function config<const K extends string>(
  name: string,
  entries: { readonly [P in K]: PlainValue },
): Config<K> {
  const site = callSite(config);
  return defineComponent<Config<K>, object>(
    { sort: "config", name, options: entries, site },
    (self) => ({
      key: (key) =>
        plainRef({
          label: `${name}.key("${key}")`,
          touches: touchesOf(entries[key]),
          uses: [self],
          parts: (context, use) =>
            partsOf(context.options<Record<K, PlainValue>>(self, use)[key], context, site),
        }),
    }),
  );
}

export const configCheck = mapOf(aPlainValue, configKeyProblem);
