import type { Doom } from "../doom/symptom.ts";

/** What helps, by the reason and the words that come with it; the first that fits. */
const ADVICE: readonly (readonly [reason: RegExp, message: RegExp, instead: string])[] = [
  [
    /^CrashLoopBackOff$/,
    /more memory than its limit/,
    "raise its memory limit, or have it use less",
  ],
  [/^CrashLoopBackOff$/, /ends by itself/, "give it a command that runs on, or make it a Job"],
  [/^CrashLoopBackOff$/, /StartError|ContainerCannotRun/, "name a command that the image has"],
  [/^ImagePullBackOff$/, /no match for platform/, "build the image for the nodes' architecture"],
  [
    /^ImagePullBackOff$/,
    /denied|authoriz|forbidden|\b401\b|\b403\b/i,
    "mend the image's name, or give the pods an imagePullSecret that may pull it",
  ],
  [/^ImagePullBackOff$/, /not found|unknown/, "push the image, or name one that exists"],
  [/^InvalidImageName$/, /^/, "write it as REGISTRY/NAME:TAG"],
  [/^ErrImageNeverPull$/, /^/, "set imagePullPolicy to IfNotPresent"],
  [/^CreateContainerConfigError$/, /runAsNonRoot|non-root/, "set runAsUser to the image's user"],
  [
    /^(?:CreateContainerConfigError|FailedMount)$/,
    /find key|non-existent/,
    "add the key, or mend its name",
  ],
  [/^(?:CreateContainerConfigError|FailedMount)$/, /not found/, "create it, or mend its name"],
  [/^QuotaExceeded$/, /^/, "raise the quota, or ask for less: replicas, requests, maxSurge"],
  [/^LimitExceeded$/, /^/, "ask for what the namespace's LimitRange allows"],
  [/^PodSecurity$/, /^/, "set in the securityContext what the message lists"],
  [/^ServiceAccountMissing$/, /^/, "create the ServiceAccount, or mend its name"],
  [/^WebhookFailed$/, /^/, "bring back what answers for the webhook, or delete its configuration"],
  [/^Unschedulable$/, /Insufficient/, "request less, or add a node that has room"],
  [/^ProvisioningFailed$/, /storageclass.* not found/, "name a StorageClass that exists"],
  [/^FailedBinding$/, /no storage class/, "name a StorageClass"],
  [/^Paused$/, /^/, "remove spec.paused, or resume it with kubectl rollout resume"],
  [/^FailedGet\w+Metric$/, /missing request/, "give its containers the requests that it scales by"],
  [/^AmbiguousSelector$/, /^/, "delete all but one of the autoscalers of these pods"],
];

/** What to change; undefined where the reason does not tell. */
export function insteadOf({ reason, message }: Doom): string | undefined {
  return ADVICE.find(([name, words]) => name.test(reason) && words.test(message))?.[2];
}
