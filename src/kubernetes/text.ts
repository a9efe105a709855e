const LONGEST = 80;

/** The text in double quotes, escaped and shortened, as error messages show what somebody wrote. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}
