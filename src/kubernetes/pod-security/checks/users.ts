import { quote } from "../../text.ts";
import { type Check, contextsOf, hasOwnUsers, withoutSetting } from "../check.ts";

/** @see k8s.io/pod-security-admission/policy/check_runAsNonRoot.go */
const runAsNonRoot: Check = {
  id: "runAsNonRoot",
  level: "restricted",
  run(pod, complain) {
    if (hasOwnUsers(pod)) return;
    contextsOf(pod, (context, at) => {
      if (context.runAsNonRoot === false)
        complain(at.field("runAsNonRoot"), "lets containers run as root", "true");
    });
    const without = withoutSetting(pod, (context) => context.runAsNonRoot !== undefined);
    if (without.length > 0)
      complain(
        pod.path.field("spec", "securityContext", "runAsNonRoot"),
        `${without.map(quote).join(", ")} could run as root`,
        "true",
      );
  },
};

/** @see k8s.io/pod-security-admission/policy/check_runAsUser.go */
const runAsUser: Check = {
  id: "runAsUser",
  level: "restricted",
  since: 23,
  run(pod, complain) {
    if (hasOwnUsers(pod)) return;
    contextsOf(pod, (context, at) => {
      if (context.runAsUser === 0)
        complain(at.field("runAsUser"), "0 is root", "the number of another user");
    });
  },
};

export const userChecks = [runAsNonRoot, runAsUser];
