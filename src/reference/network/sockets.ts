/** A port of one protocol. */
export interface Socket {
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
}

/** Ports that are usual and that nobody should have opened by accident, and one that stands for all others. */
const usual = [22, 53, 80, 443];
const nobodys = 41_873;

/** What is played: these ports and the usual ones, over TCP and UDP. */
export function plainPorts(ports: readonly number[]): Socket[] {
  const all = [...new Set([...usual, ...ports, nobodys])].sort((a, b) => a - b);
  return all.flatMap((port): Socket[] => [
    { port, protocol: "TCP" },
    { port, protocol: "UDP" },
  ]);
}

/** Ports as a person writes them; TCP goes without saying. */
export function portTexts(open: readonly Socket[], all: readonly Socket[]): string[] {
  if (open.length > 0 && open.length === all.length) return ["every port"];
  return open.map(({ port, protocol }) => {
    const text = port === nobodys ? "others" : String(port);
    return protocol === "TCP" ? text : `${text}/${protocol}`;
  });
}
