import { type Block, commandsOf } from "./blocks.ts";

/** Words that make the form of a command: programs, verbs, kinds and what stands behind a pipe. */
const words = new Set(
  `kubectl slipway grep openssl sed printf for do done rm curl sops seq xargs tr head tail awk nslookup umask
  get describe delete apply create patch annotate scale rollout restart status undo history set image
  resources top pods nodes logs exec cp port-forward wait auth can-i config diff kustomize drain uncordon
  cluster-info version secret generic docker-registry tls serviceaccount job all events secrets render seal
  deploy check test logs destroy rollback endpointslices ingress pvc hpa pdb vpa certificates externalsecrets sealedsecrets servicemonitors podmonitors`.split(
    /\s+/,
  ),
);

/**
 * The form of a command: its words and options, with a dot for every name and value. Names are looked
 * at one by one elsewhere; a form need only be seen to work once.
 */
export function formOf(command: string): string {
  return command
    .split(/\s+/)
    .map((word) => {
      if (words.has(word)) return word;
      if (/^-/.test(word)) return word.replace(/=.*/, "=·");
      const kind = /^([a-z.]+)\/[\w.-]+$/.exec(word)?.[1];
      if (kind !== undefined && kind !== "deploy" && kind !== "k8s") return `${kind}/·`;
      const isKind = /^[a-z]+(,[a-z]+)+$/.test(word) || /^[a-z]+\.[a-z.]+\.io$/.test(word);
      return isKind ? word : "·";
    })
    .join(" ")
    .replaceAll(/(?: ·)+/g, " ·")
    .replaceAll(/(?: -f ·)+/g, " -f ·");
}

export function formsOf(block: Block): readonly string[] {
  return commandsOf([block]).map(formOf);
}
