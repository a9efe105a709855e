/**
 * The anchors that GitHub gives the headings of a page: letters, digits, `-` and `_`, with a number
 * behind those that are there already.
 */
export function anchors(titles: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return titles.map((title) => {
    const plain = title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-");
    const times = seen.get(plain) ?? 0;
    seen.set(plain, times + 1);
    return times === 0 ? plain : `${plain}-${times}`;
  });
}

/** The anchor of a title that is alone on its page. */
export function anchor(title: string): string {
  return anchors([title])[0] ?? "";
}
