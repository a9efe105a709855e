import { bytesOf, type Setting, settingAt } from "./setting.ts";
import type { Given } from "./texts.ts";

const XMX = /(?:^|[\s"'=])-Xmx(\d+)([kKmMgGtT]?)(?=$|[\s"'])/g;
const OLD_SPACE = /--max[-_]old[-_]space[-_]size[=\s]+(\d+)/g;
const GO_LIMIT = /^(\d+)(?:([KMGT])i)?B?$/;

/** Whether a variable or an argument may tell a runtime how much it may take. */
export function mayTellRuntime(name: string, text: string): boolean {
  return name === "GOMEMLIMIT" || TELLING.some((word) => text.includes(word));
}

const TELLING = ["-Xmx", "MaxRAMPercentage=", "old"];

/**
 * Whether options of the JVM are on its command line, or in a variable that somebody reads: the JVM
 * itself, the start script of a program that has its own, or the command that names it. JAVA_OPTS is
 * read by nearly all start scripts; what others are called, such as JVM_OPTS, is up to each.
 *
 * @see https://docs.oracle.com/en/java/javase/25/docs/specs/man/java.html JDK_JAVA_OPTIONS
 */
function reachesJvm({ name }: Given, given: readonly Given[]): boolean {
  if (!/^[A-Z_][A-Z0-9_]*$/.test(name) || READ.has(name)) return true;
  return given.some((each) => each.name === "" && each.text.includes(name));
}

const READ: ReadonlySet<string> = new Set([
  ...["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JAVA_OPTS"],
  ...["ES_JAVA_OPTS", "OPENSEARCH_JAVA_OPTS", "LS_JAVA_OPTS", "CATALINA_OPTS"],
  ...["KAFKA_HEAP_OPTS", "KAFKA_OPTS", "JVMFLAGS", "SERVER_JVMFLAGS", "SOLR_JAVA_MEM"],
  ...["JAVA_OPTS_KC_HEAP", "JAVA_OPTS_APPEND", "JENKINS_JAVA_OPTS"],
]);

/**
 * What the runtime of a language is told, on the command line or by the environment. The last word
 * counts.
 *
 * @param limit in bytes
 */
export function runtimeSettings(given: readonly Given[], limit: number): Setting[] {
  return given.flatMap((each): Setting[] => {
    const { text, name } = each;
    if (/-Xmx|MaxRAMPercentage=/.test(text) && !reachesJvm(each, given)) return [];
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
