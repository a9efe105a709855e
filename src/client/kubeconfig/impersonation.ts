import { isFields } from "../../kubernetes/fields.ts";
import type { Part } from "./fields.ts";

/**
 * The headers that ask to act as somebody else.
 *
 * @see k8s.io/client-go/transport/round_trippers.go, impersonatingRoundTripper
 */
export function impersonationOf(user: Part): Record<string, string | readonly string[]> {
  const name = user.text("as");
  const uid = user.text("as-uid");
  const groups = user.texts("as-groups");
  const extra = extraOf(user);
  if (name === undefined) {
    const lonely = ["as-uid", "as-groups", "as-user-extra"].find((field) => user.has(field));
    if (lonely !== undefined && (uid || groups.length > 0 || extra.length > 0))
      user.fail(lonely, { message: `${lonely} is there without "as"`, instead: "as: USER" });
    return {};
  }
  return {
    "Impersonate-User": name,
    ...(uid !== undefined && { "Impersonate-Uid": uid }),
    ...(groups.length > 0 && { "Impersonate-Group": groups }),
    ...Object.fromEntries(extra),
  };
}

function extraOf(user: Part): [string, string[]][] {
  const extra = user.raw("as-user-extra") ?? {};
  const isRight =
    isFields(extra) &&
    Object.values(extra).every(
      (values) => Array.isArray(values) && values.every((value) => typeof value === "string"),
    );
  if (!isRight)
    return user.fail("as-user-extra", {
      message: "as-user-extra should be lists of texts by name",
    });
  return Object.entries(extra as Record<string, string[]>).map(([name, values]) => [
    `Impersonate-Extra-${escaped(name)}`,
    values,
  ]);
}

/** Bytes that a header's name cannot hold, and `%`, as `%xx`. */
function escaped(name: string): string {
  return [...Buffer.from(name)]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[A-Za-z0-9!#$&'*+.^_`|~-]/.test(letter)
        ? letter
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}
