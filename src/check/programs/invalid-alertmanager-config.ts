import { isFields } from "../../kubernetes/fields.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import { Place } from "../references/place.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { routingProblems } from "./monitoring/alertmanager-config.ts";
import { foundIn } from "./monitoring/problem.ts";
import { alertmanagerConfigs } from "./monitoring/texts.ts";

export const invalidAlertmanagerConfig: Rule = {
  id: "invalid-alertmanager-config",
  layer: "programs",
  severity: "error",
  title: "routes and receivers that Alertmanager refuses",
  why: "Alertmanager ends at its start, or keeps the old configuration: the new receivers get nothing",
  fix: "name a receiver that is there; amtool check-config tells the same",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: alertmanager }
data:
  alertmanager.yml: |
    route:
      receiver: on-call
      routes: [{ matchers: [severity="info"], receiver: chat-room }]
    receivers:
      - name: on-call
      - name: chat
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: alertmanager }
data:
  alertmanager.yml: |
    route:
      receiver: on-call
      routes: [{ matchers: [severity="info"], receiver: chat }]
    receivers:
      - name: on-call
      - name: chat
`,
  find: (world: World) => [
    ...alertmanagerConfigs(world).flatMap((text): FoundInObject[] =>
      routingProblems(text.value).map((problem) => foundIn(text, problem)),
    ),
    ...inventory(world)
      .of("monitoring.coreos.com", "AlertmanagerConfig")
      .flatMap((item): FoundInObject[] => {
        const { spec } = item.object;
        // Without a route it only brings rules of inhibition.
        if (!isFields(spec) || !isFields(spec.route)) return [];
        return routingProblems(spec).map(({ steps, message, fix }) => {
          const place = steps.reduce<Place>(
            (at, step) => into(at, step),
            Place.of(item).at("spec"),
          );
          return foundAt(item, place.path, message, fix);
        });
      }),
  ],
};

function into(place: Place, step: string | number): Place {
  if (typeof step === "string") return place.at(step);
  return new Place(undefined, place.path.index(step));
}
