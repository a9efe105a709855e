import type { EnvVar } from "../kubernetes/types/index.ts";
import type { EnvEntry, Piece } from "../platform/resolve/index.ts";

/** A piece of a text that only the cluster can fill in. */
type Unknown = Exclude<Piece, string>;

/**
 * Environment variables as Kubernetes writes them. A text that joins secrets, or what the pod knows of
 * itself, becomes `$(NAME)` over variables of their own, which stand before it, as the kubelet's
 * expansion asks.
 */
export function renderEnv(entries: readonly EnvEntry[]): EnvVar[] {
  const helpers = new Map<string, Unknown>();
  const own = new Set(entries.map(({ name }) => name));
  const written = entries.map(({ name, pieces }): EnvVar => {
    const [first] = pieces;
    if (pieces.length === 1 && typeof first === "object") return variable(name, first);
    const value = pieces.map((piece) =>
      typeof piece === "string" ? piece : `$(${helperFor(piece, helpers, own)})`,
    );
    return { name, value: value.join("") };
  });
  return [...[...helpers].map(([name, piece]) => variable(name, piece)), ...written];
}

const podFields = {
  ip: "status.podIP",
  name: "metadata.name",
  index: "metadata.labels['apps.kubernetes.io/pod-index']",
};

function variable(name: string, piece: Unknown): EnvVar {
  if ("pod" in piece) return { name, valueFrom: { fieldRef: { fieldPath: podFields[piece.pod] } } };
  const { secret, key, optional } = piece;
  return {
    name,
    valueFrom: { secretKeyRef: { name: secret, key, ...(optional && { optional }) } },
  };
}

/** The variable that holds a piece; the secret's name leads, so that it hides none of the program's own. */
function helperFor(
  piece: Unknown,
  helpers: Map<string, Unknown>,
  own: ReadonlySet<string>,
): string {
  const plain = variableName("pod" in piece ? `pod_${piece.pod}` : `${piece.secret}_${piece.key}`);
  for (let number = 1; ; number++) {
    const name = number === 1 ? plain : `${plain}_${number}`;
    const held = helpers.get(name);
    if (own.has(name) || (held && !isSame(held, piece))) continue;
    helpers.set(name, piece);
    return name;
  }
}

function isSame(a: Unknown, b: Unknown): boolean {
  if ("pod" in a || "pod" in b) return "pod" in a && "pod" in b && a.pod === b.pod;
  return a.secret === b.secret && a.key === b.key;
}

function variableName(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+/, "");
}
