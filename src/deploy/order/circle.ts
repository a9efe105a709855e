/** One circle in a graph, in its order; undefined where there is none. Linear in the arrows. */
export function circleIn(
  graph: ReadonlyMap<string, readonly { readonly key: string }[]>,
): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    if (done.has(start)) continue;
    const path = [{ key: start, next: 0 }];
    const onPath = new Set([start]);
    for (let last = path.at(-1); last; last = path.at(-1)) {
      const to = graph.get(last.key)?.[last.next]?.key;
      last.next++;
      if (to === undefined) {
        done.add(last.key);
        onPath.delete(last.key);
        path.pop();
      } else if (onPath.has(to)) {
        const keys = path.map(({ key }) => key);
        return keys.slice(keys.indexOf(to));
      } else if (!done.has(to)) {
        path.push({ key: to, next: 0 });
        onPath.add(to);
      }
    }
  }
  return undefined;
}
