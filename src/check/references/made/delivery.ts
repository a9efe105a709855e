import type { Makers } from "../made.ts";
import { made } from "./make.ts";

export const madeByDelivery: Makers = {
  // Its Services have to be there: https://argoproj.github.io/argo-rollouts/features/canary/
  "argoproj.io/Rollout": () => [],
  // https://docs.flagger.app/usage/how-it-works
  "flagger.app/Canary": (canary, by) => {
    const target = canary.at("spec", "targetRef");
    const { text: name = by.name } = target.at("name");
    const service = canary.at("spec", "service", "name").text ?? name;
    const kind = target.at("kind").text ?? "Deployment";
    return [
      ...["", "-primary", "-canary"].flatMap((each) => made(by, "Service", `${service}${each}`)),
      ...made(by, kind, `${name}-primary`, { group: "apps" }),
    ];
  },
};
