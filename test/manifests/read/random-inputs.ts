import { manifest } from "./manifest.ts";

/** Pieces that YAML and JSON are made of, and what goes wrong with them. */
const pieces = [
  ..."ab-:?,[]{}#&*!|>'\"%@`\\\t ~".split(""),
  ...[
    "key",
    "- ",
    ": ",
    ":\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "  ",
    " # c",
    "''",
    '"q"',
  ],
  ...["|-\n", "|+\n", ">-\n", "|2\n", "&x ", "*x", "!!str ", "!t ", "? ", "<<: ", "<<: *x", "\r\n"],
  ...["yes", "012", "1e3", "0x1f", "null", "1:2", ".5", ".inf", "__proto__", "é", "😀", "\u00a0"],
  ...["\n---\n", "---", "\n...\n", "%YAML 1.1\n", "\ufeff", "\0", "\u0085", "\u2028", "\ufffd"],
  ...[
    "a: b\n",
    "  c: d\n",
    "- e\n",
    "l:\n- m\n",
    "  |\n   n\n",
    "{}",
    "[]",
    "{{ .x }}",
    "http://x:80",
  ],
  ...['{"a":1}', '"a":', "true,", "apiVersion: v1\n", "kind: List\n", "items:\n", "metadata:\n"],
];

/** Endless inputs, the same ones for the same seed. */
export function* randomInputs(seed: number): Generator<Buffer> {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const piece = () => pieces[below(pieces.length)]!;
  const kinds = [
    () => Buffer.from(Array.from({ length: 1 + below(14) }, piece).join("")),
    () => Buffer.from(mutated(manifest, below, piece)),
    () =>
      Buffer.from(mutated(JSON.stringify({ apiVersion: "v1", items: [{ a: [1] }] }), below, piece)),
    () => Buffer.from(piece().repeat(1 + below(2000)) + piece()),
    () => Buffer.from((piece() + piece()).repeat(1 + below(1000))),
    () => Buffer.from(Array.from({ length: below(200) }, () => below(256))),
  ];
  const weights = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4, 5, 5];
  for (;;) yield kinds[weights[below(weights.length)]!]!();
}

/** A text with a few places changed, left out or put in. */
function mutated(text: string, below: (limit: number) => number, piece: () => string): string {
  let changed = text;
  for (let left = 1 + below(5); left > 0; left--) {
    const at = below(changed.length);
    const length = below(3) === 0 ? below(20) : below(2);
    changed = changed.slice(0, at) + (below(3) === 0 ? "" : piece()) + changed.slice(at + length);
  }
  return changed;
}

/** The generator known as mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
