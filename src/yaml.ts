import { dump } from "js-yaml";

/**
 * Writes a value as YAML that readers of YAML 1.1 and 1.2 understand alike: no line is folded, nothing
 * is abbreviated with anchors, and texts such as `yes` or `012` are quoted.
 */
export function toYaml(value: unknown): string {
  return dump(value, { lineWidth: -1, noRefs: true });
}
