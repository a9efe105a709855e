import { randomBytes } from "node:crypto";
import { hostname, userInfo } from "node:os";

/** Names this process to those who wait for it: `ada@laptop 4711 9f3c21`. The end is random: no two are equal. */
export function holderName(): string {
  return `${userName()}@${hostname()} ${process.pid} ${randomBytes(3).toString("hex")}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container whose user has no name.
    return `user-${process.getuid?.() ?? "unknown"}`;
  }
}
