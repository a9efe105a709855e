import { isFields } from "../../../kubernetes/fields.ts";
import type { FieldPath, Step } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { textsIn } from "../../objects/mounted-files.ts";
import { once, type World } from "../../world.ts";
import { readYaml } from "../files/yaml.ts";

/** A configuration that stands in a ConfigMap or Secret. */
export interface ConfigText {
  readonly item: Item<unknown>;
  readonly key: string;
  readonly at: FieldPath;
  readonly value: Readonly<Record<string, unknown>>;
  readonly lineOf: (steps: readonly Step[]) => number;
}

/** The YAML of ConfigMaps and Secrets that may be of Prometheus or Alertmanager. */
const candidates = once((world: World): readonly ConfigText[] =>
  [...inventory(world).all("ConfigMap"), ...inventory(world).all("Secret")].flatMap((item) =>
    [...(textsIn(item) ?? [])].flatMap(([key, { text, at }]): ConfigText[] => {
      if (!/\.ya?ml$|rules?$|alerts?$/.test(key) || !HINT.test(text) || text.includes("{{ include"))
        return [];
      const { value, lineOf } = readYaml(text);
      return isFields(value) ? [{ item, key, at, value, lineOf }] : [];
    }),
  ),
);

const HINT = /^(?:scrape_configs|route|receivers|groups|global|alerting):/m;

/** Configurations of Prometheus: by their name, or by what only they have. */
export const prometheusConfigs = once((world: World) =>
  candidates(world).filter(
    ({ key, value }) =>
      Array.isArray(value.scrape_configs) &&
      (/^prometheus\.ya?ml$/.test(key) || isFields(value.global) || isFields(value.alerting)) &&
      // Agents and collectors that speak the same language have more.
      !["receivers", "server", "clients", "metrics", "exporters"].some((name) => name in value),
  ),
);

export const alertmanagerConfigs = once((world: World) =>
  candidates(world).filter(
    ({ key, value }) =>
      Array.isArray(value.receivers) &&
      (isFields(value.route) || /^alertmanager\.ya?ml$/.test(key)) &&
      !("service" in value),
  ),
);

/** Files of alerts and recorded queries. */
export const ruleFiles = once((world: World) =>
  candidates(world).filter(
    ({ value }) =>
      Array.isArray(value.groups) &&
      value.groups.some((group) => isFields(group) && Array.isArray(group.rules)),
  ),
);
