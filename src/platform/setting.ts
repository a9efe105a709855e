import { type AnyComponent, type Component, defineComponent } from "./component.ts";
import { type PlainRef, plainRef } from "./reference.ts";
import { aString, either, whole } from "./shape.ts";
import { callSite } from "./where.ts";

/** One value that several places share and an environment changes once. */
export interface Setting<T extends string | number>
  extends Component<T extends number ? number : string> {
  /** The value as a text, for a config or an `env`. */
  readonly value: PlainRef;
  readonly "~value"?: T;
}

/**
 * One value for several places: a number of shards that is also the autoscaler's minimum.
 *
 * @example
 * const shards = setting("total-workers", 4);
 * const settings = config("bot-config", { TOTAL_WORKERS: shards.value });
 */
export function setting(name: string, value: number): Setting<number>;
export function setting(name: string, value: string): Setting<string>;
export function setting(name: string, value: string | number): Setting<string | number> {
  const site = callSite(setting);
  return defineComponent<Setting<string | number>, string | number>(
    { sort: "setting", name, options: value, site },
    (self: AnyComponent) => ({
      value: plainRef({
        label: `${name}.value`,
        touches: [],
        uses: [self],
        parts: (context, use) => [String(context.options<string | number>(self, use))],
      }),
    }),
  );
}

export const settingCheck = either(whole(0), aString);
