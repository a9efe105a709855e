const LONGEST = 80;

/** The text in double quotes, escaped and shortened, as error messages show what somebody wrote. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

// What Unicode calls white space, without the mark that JavaScript takes for it.
const OUTER_SPACE =
  /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/** Whether Go's `strings.TrimSpace` would take something away. */
export function hasOuterSpace(text: string): boolean {
  return OUTER_SPACE.test(text);
}
