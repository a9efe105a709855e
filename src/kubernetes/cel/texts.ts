/** How many code points a text has: its size for expressions. */
export function codePoints(text: string): number {
  let size = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit < 0xdc00) {
      size--;
      index++;
    }
  }
  return size;
}

/** Whether a text needs care: one code point is not one unit everywhere. */
export function hasSurrogates(text: string): boolean {
  return /[\ud800-\udfff]/.test(text);
}
