/** Text that a person wrote somewhere, as it is: nothing in it is Markdown or HTML. */
export function plain(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\`*_[\]#~]/g, (sign) => `\\${sign}`)
    .replaceAll(/\s*\n\s*/g, " ");
}

export function heading(level: number, title: string): string {
  return `${"#".repeat(level)} ${title}`;
}

/** A block of code, with a fence that its text cannot end. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}

export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** Blocks with an empty line between them; what has nothing to say is left out. */
export function document(...blocks: readonly (string | undefined)[]): string {
  return `${blocks.filter((block) => block !== undefined && block !== "").join("\n\n")}\n`;
}
