import type { Where } from "../../problem.ts";
import type { ObjectIdentity } from "../finding.ts";
import type { Fault, Suppression } from "./suppression.ts";

/** A suppression that is written in one place for objects that are elsewhere. */
export interface CentralSuppression {
  readonly rule: string;
  /** `KIND/NAME` or `KIND/NAMESPACE/NAME`; the name may end in `*`. */
  readonly object?: string | undefined;
  /** A file or folder, from the root of the file system; `*` stands for any characters. */
  readonly file?: string | undefined;
  /** The field, with all in it; `*` in brackets stands for any item. */
  readonly path?: string | undefined;
  readonly reason: string;
  readonly until?: string | undefined;
  readonly where: Where;
}

/** A central suppression, with what it is about. */
export interface Central extends Suppression {
  /** Any object where none is named. */
  readonly isObject: (object: ObjectIdentity | null) => boolean;
  /** Any file where none is named; by its path from the root of the file system. */
  readonly isFile: (file: string) => boolean;
}

/** @param resolve makes the path of a file one from the root of the file system */
export function centralSuppression(
  given: CentralSuppression,
  resolve: (file: string) => string,
): Central {
  const { rule, reason, until, where, object, file, path } = given;
  const isObject = object === undefined ? () => true : objectPattern(object);
  const isFile = file === undefined ? () => true : matching(file, ".*", "(?=$|/)");
  const isPath = path === undefined ? () => true : matching(path, "[^\\]]*", "(?=$|[.[])");
  return {
    ...{ rule, reason, until, kind: "external", where: () => where, isObject, isFile },
    covers: (finding) =>
      isObject(finding.object) && isPath(finding.path) && isFile(resolve(finding.file)),
  };
}

const objectForm = /^([A-Za-z]+)\/(?:([^/*]+)\/)?([^/*]*\*?)$/;

/** What is wrong with the name of an object. */
export function objectFault(text: string): Fault | undefined {
  if (objectForm.test(text) && !text.endsWith("/")) return undefined;
  return {
    message: `"${text}" names no object`,
    fix: "KIND/NAME or KIND/NAMESPACE/NAME, such as Deployment/shop/web; the name may end in *",
  };
}

function objectPattern(text: string): Central["isObject"] {
  const [, kind = "", namespace, name = ""] = objectForm.exec(text) ?? [];
  const lower = kind.toLowerCase();
  const start = name.endsWith("*") ? name.slice(0, -1) : undefined;
  return (object) =>
    object !== null &&
    object.kind.toLowerCase() === lower &&
    (namespace === undefined || object.namespace === namespace) &&
    (start === undefined ? object.name === name : object.name.startsWith(start));
}

/** Whether a text begins as a pattern says, in which `*` stands for something. */
function matching(pattern: string, any: string, end: string): (text: string) => boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const whole = new RegExp(`^${parts.join(any)}${end}`);
  return (text) => whole.test(text);
}
