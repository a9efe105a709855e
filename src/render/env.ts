import type { EnvVar } from "../kubernetes/types/index.ts";
import type { EnvEntry, Piece, SecretKey } from "../platform/resolve/index.ts";

/**
 * Environment variables as Kubernetes writes them. A text that joins secrets becomes `$(NAME)` over
 * variables of their own, which stand before it, as the kubelet's expansion asks.
 */
export function renderEnv(entries: readonly EnvEntry[]): EnvVar[] {
  const helpers = new Map<string, SecretKey>();
  const own = new Set(entries.map(({ name }) => name));
  const written = entries.map((entry): EnvVar => {
    if ("member" in entry)
      return { name: entry.name, valueFrom: { fieldRef: { fieldPath: podIndex } } };
    const key = lone(entry.pieces);
    if (key) return secretVariable(entry.name, key);
    const value = entry.pieces.map((piece) =>
      typeof piece === "string" ? piece : `$(${helperFor(piece, helpers, own)})`,
    );
    return { name: entry.name, value: value.join("") };
  });
  return [...[...helpers].map(([name, key]) => secretVariable(name, key)), ...written];
}

const podIndex = "metadata.labels['apps.kubernetes.io/pod-index']";

/** The one secret key that a value consists of. */
function lone(pieces: readonly Piece[]): SecretKey | undefined {
  const [first] = pieces;
  return pieces.length === 1 && typeof first === "object" ? first : undefined;
}

function secretVariable(name: string, { secret, key, optional }: SecretKey): EnvVar {
  return {
    name,
    valueFrom: { secretKeyRef: { name: secret, key, ...(optional && { optional }) } },
  };
}

/** The variable that holds a secret key; the secret's name leads, so that it hides none of the program's own. */
function helperFor(
  piece: SecretKey,
  helpers: Map<string, SecretKey>,
  own: ReadonlySet<string>,
): string {
  const plain = variableName(`${piece.secret}_${piece.key}`);
  for (let number = 1; ; number++) {
    const name = number === 1 ? plain : `${plain}_${number}`;
    const held = helpers.get(name);
    const isSame = held?.secret === piece.secret && held.key === piece.key;
    if (own.has(name) || (held && !isSame)) continue;
    helpers.set(name, piece);
    return name;
  }
}

function variableName(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+/, "");
}
