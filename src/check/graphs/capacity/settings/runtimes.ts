import { bytesOf, type Setting, settingAt } from "./setting.ts";
import type { Given } from "./texts.ts";

const XMX = /(?:^|[\s"'=])-Xmx(\d+)([kKmMgGtT]?)(?=$|[\s"'])/g;
const OLD_SPACE = /--max[-_]old[-_]space[-_]size[=\s]+(\d+)/g;
const GO_LIMIT = /^(\d+)(?:([KMGT])i)?B?$/;

/**
 * What the runtime of a language is told, on the command line or by the environment. The last word
 * counts.
 *
 * @param limit in bytes
 */
export function runtimeSettings(given: readonly Given[], limit: number): Setting[] {
  return given.flatMap((each): Setting[] => {
    const { text, name } = each;
    if (text.includes("-Xmx")) {
      const [, number, unit] = [...text.matchAll(XMX)].at(-1) ?? [];
      return settingAt(each, "the heap of the JVM (-Xmx)", bytesOf(number, unit));
    }
    if (text.includes("MaxRAMPercentage=")) {
      const share = Number(/MaxRAMPercentage=(\d+(?:\.\d+)?)/.exec(text)?.[1]);
      const bytes = share >= 100 ? (limit * share) / 100 : undefined;
      return settingAt(each, "the heap of the JVM (MaxRAMPercentage)", bytes);
    }
    if (text.includes("old")) {
      const [, number] = [...text.matchAll(OLD_SPACE)].at(-1) ?? [];
      return settingAt(each, "the heap of Node (--max-old-space-size)", bytesOf(number, "m"));
    }
    // It counts what Go itself takes: as much as the limit is common, and late rather than wrong.
    if (name === "GOMEMLIMIT") {
      const [, number, unit] = GO_LIMIT.exec(text.trim()) ?? [];
      return settingAt(
        { ...each, name: "" },
        "the heap of Go (GOMEMLIMIT)",
        bytesOf(number, unit),
        true,
      );
    }
    return [];
  });
}
