/**
 * Ten hexadecimal digits that differ when the text does (by chance alike once in 2^40). Loading
 * node:crypto for a digest that nobody attacks would take as long as half of a rendering.
 *
 * Two 32-bit FNV-1a style hashes with different multipliers, mixed at the end as in MurmurHash3.
 * @see http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function shortDigest(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  const hex = (word: number) => mix(word).toString(16).padStart(8, "0");
  return (hex(a ^ (b >>> 15)) + hex(b ^ (a >>> 13))).slice(0, 10);
}

function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
