/** A script of a runbook, and the procedure it belongs to. */
export interface Block {
  readonly title: string;
  readonly script: string;
  /** Where the script begins in the page. */
  readonly line: number;
}

/** The scripts of a page in their order, each with the heading that it stands under. */
export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let title = "";
  let open: { line: number; lines: string[] } | undefined;
  for (const [index, line] of page.split("\n").entries()) {
    if (open && line === "```") {
      blocks.push({ title, script: open.lines.join("\n"), line: open.line });
      open = undefined;
    } else if (open) open.lines.push(line);
    else if (line === "```bash") open = { line: index + 2, lines: [] };
    else if (line.startsWith("#")) title = line.replace(/^#+ /, "");
  }
  return blocks;
}

/** Lines of scripts that are commands by themselves, pipes and continued lines put together. */
export function commandsOf(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap(({ script }) =>
    script
      .replaceAll(/\\\n\s*|(?<=\|)\n\s*/g, " ")
      .split("\n")
      .filter((line) => !line.startsWith("#")),
  );
}
