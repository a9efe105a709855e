import { didYouMean } from "../closest.ts";
import { configKeyProblem } from "../kubernetes/names.ts";
import { fail } from "../problem.ts";
import { type Component, defineComponent } from "./component.ts";
import { aPlainValue } from "./options/values.ts";
import { type PlainRef, type PlainValue, plainRef } from "./reference.ts";
import { mapOf } from "./shape.ts";
import { partsOf } from "./text.ts";
import { type CallSite, callSite } from "./where.ts";

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
    (self) => {
      const unknown = (key: string, known: object, use: CallSite) => ({
        message: `the config ${name} has no key "${key}"`,
        where: use.where(),
        instead: didYouMean(key, Object.keys(known)),
      });
      const key = (wanted: K) => {
        if (!Object.hasOwn(entries, wanted)) fail(unknown(wanted, entries, callSite(key)));
        return plainRef({
          label: `${name}.key("${wanted}")`,
          touches: [{ component: self, key: wanted }],
          parts: (context, use) => {
            const current = context.options<Record<K, PlainValue>>(self, use);
            if (!Object.hasOwn(current, wanted)) fail(unknown(wanted, current, use));
            return partsOf(current[wanted], context, site);
          },
        });
      };
      return { key };
    },
  );
}

export const configCheck = mapOf(aPlainValue, configKeyProblem);
