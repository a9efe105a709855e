import { closest } from "../../../closest.ts";
import { type Fields, isFields } from "../../../kubernetes/fields.ts";
import { quote } from "../../../kubernetes/text.ts";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { ConfigProblem } from "./problem.ts";

/**
 * What Alertmanager, or the operator in its place, refuses of routes and receivers.
 *
 * @see github.com/prometheus/alertmanager/config/config.go UnmarshalYAML, checkReceiver
 */
export function routingProblems(value: Readonly<Fields>): ConfigProblem[] {
  const receivers: unknown[] = Array.isArray(value.receivers) ? value.receivers : [];
  const names = receivers.map((each) => (isFields(each) ? String(each.name ?? "") : ""));
  const problems: ConfigProblem[] = names.flatMap((name, index) => {
    const steps = ["receivers", index, "name"];
    if (name === "") return [{ steps, message: "a receiver has no name" }];
    if (names.indexOf(name) === index) return [];
    return [{ steps, message: `the receiver ${quote(name)} is there twice` }];
  });
  if (!isFields(value.route)) return [...problems, { steps: [], message: "there is no route" }];
  if (value.route.receiver === undefined)
    problems.push({ steps: ["route"], message: "the first route has no receiver" });
  for (const { route, steps } of routes(value.route, ["route"])) {
    const { receiver } = route;
    if (receiver === undefined || receiver === null || names.includes(String(receiver))) continue;
    const near = closest(String(receiver), names);
    problems.push({
      steps: [...steps, "receiver"],
      message: `there is no receiver ${quote(String(receiver))}`,
      fix: near === undefined ? undefined : `did you mean ${quote(near)}?`,
    });
  }
  return problems;
}

function* routes(
  route: Readonly<Fields>,
  steps: readonly Step[],
): Generator<{ route: Readonly<Fields>; steps: readonly Step[] }> {
  yield { route, steps };
  const below: unknown[] = Array.isArray(route.routes) ? route.routes : [];
  for (const [index, each] of below.entries())
    if (isFields(each)) yield* routes(each, [...steps, "routes", index]);
}

const LOCAL = /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::(\d+))?(?:[/?]|$)/;

/** Where an alert is sent to Alertmanager's own pod. */
export interface LocalReceiver extends ConfigProblem {
  readonly port: number;
}

/** Receivers whose URL is localhost, in the names of the file and of the operator's resource. */
export function localReceivers(value: Readonly<Fields>): LocalReceiver[] {
  const receivers: unknown[] = Array.isArray(value.receivers) ? value.receivers : [];
  return receivers.flatMap((receiver, at) => {
    if (!isFields(receiver)) return [];
    const name = String(receiver.name ?? "");
    return Object.entries(receiver).flatMap(([kind, configs]) =>
      (Array.isArray(configs) ? configs : []).flatMap((config: unknown, index): LocalReceiver[] => {
        if (!isFields(config)) return [];
        for (const field of ["url", "api_url", "apiURL", "webhook_url"]) {
          const url = config[field];
          const found = typeof url === "string" ? LOCAL.exec(url) : null;
          if (!found) continue;
          const steps = ["receivers", at, kind, index, field];
          const message = `the receiver ${quote(name)} sends to localhost`;
          return [{ steps, message, port: Number(found[1] ?? 80) }];
        }
        return [];
      }),
    );
  });
}
