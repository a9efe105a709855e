import { closest, didYouMean } from "../closest.ts";
import { fail } from "../problem.ts";
import { layers, type RuleName } from "./rule.ts";

/**
 * The rules that `--only` and `--skip` leave. Both take layers and rule ids.
 *
 * @throws ProblemError for a name that is neither, and where nothing is left
 */
export function selected<R extends RuleName>(
  rules: readonly R[],
  only: readonly string[],
  skip: readonly string[],
): readonly R[] {
  const names = [...layers, ...rules.map(({ id }) => id)];
  for (const name of [...only, ...skip]) {
    if (names.includes(name)) continue;
    fail({
      message: `there is no layer or rule "${name}"`,
      instead: didYouMean(name, closest(name, names) === undefined ? layers : names),
    });
  }
  const isIn = (list: readonly string[], { id, layer }: RuleName) =>
    list.includes(id) || list.includes(layer);
  const left = rules.filter((rule) => (only.length === 0 || isIn(only, rule)) && !isIn(skip, rule));
  if (left.length === 0)
    fail({ message: "--only and --skip leave no rule", instead: "leave one out" });
  return left;
}
