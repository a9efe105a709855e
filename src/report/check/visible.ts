/**
 * Text whose control characters are pictures of themselves, and whose order of reading cannot be
 * turned: what stands in a file does not steer the terminal that shows it.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (each) => {
    if (each === "\n" || each === "\t") return each;
    const code = each.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\ufffd";
  });
}
