const RESERVED = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);

const ESCAPES: Readonly<Record<string, string>> = {
  __: "__underscores__",
  ".": "__dot__",
  "-": "__dash__",
  "/": "__slash__",
};

/**
 * How expressions write a field: `self.a__dash__b` for `a-b`, `self.__namespace__` for `namespace`.
 *
 * @returns undefined for a field that no expression can reach
 * @see k8s.io/apiserver/pkg/cel/escaping.go
 */
export function escapeField(name: string): string | undefined {
  if (RESERVED.has(name)) return `__${name}__`;
  if (/^[0-9]|[^a-zA-Z0-9_./-]|^$/.test(name)) return undefined;
  return name.replace(/__|[-./]/g, (found) => ESCAPES[found] as string);
}

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(ESCAPES).map(([text, escaped]) => [escaped, text]),
);

/** @returns undefined for what no field is escaped to */
export function unescapeField(name: string): string | undefined {
  if (!name.includes("__")) return name;
  const keyword = /^__(.*)__$/.exec(name)?.[1];
  if (keyword !== undefined && RESERVED.has(keyword)) return keyword;
  let known = true;
  const text = name.replace(/__[^_]+__/g, (found) => {
    const meant = NAMES.get(found);
    known &&= meant !== undefined;
    return meant ?? "";
  });
  return known ? text : undefined;
}
