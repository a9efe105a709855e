/** A series that an expression selects, with the labels it asks for. */
export interface Selected {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
}

const words = new Set(["and", "or", "unless", "bool", "by", "without", "on", "ignoring"]);

/**
 * The series of an expression whose syntax promtool has accepted: every name that is no function
 * and no word of the language.
 */
export function selected(expr: string): Selected[] {
  const bare = expr.replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, " ");
  const found = bare
    .replace(/\[[^\]]*\]/g, " ")
    .matchAll(/"(?:[^"\\]|\\.)*"|([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(\(|\{[^}]*\})?/g);
  return [...found].flatMap(([, name, after = ""]) => {
    if (name === undefined || after === "(" || words.has(name)) return [];
    const labels = [...after.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"/g)];
    return [
      { metric: name, labels: Object.fromEntries(labels.map(([, key, value]) => [key, value])) },
    ];
  });
}

/** The labels by which an expression groups or matches. */
export function grouped(expr: string): string[] {
  return [...expr.matchAll(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g)].flatMap(
    ([, list = ""]) => list.split(",").map((name) => name.trim()),
  );
}
