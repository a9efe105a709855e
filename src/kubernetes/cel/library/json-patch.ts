import { type Library, overload } from "../declarations.ts";

/** Of mutating policies only. @see k8s.io/apiserver/pkg/cel/library/jsonpatch.go */
export const jsonPatch: Library = {
  since: 0,
  functions: {
    "jsonpatch.escapeKey": [
      overload("string_jsonpatch_escapeKey_string", "(string) -> string", (key: string) =>
        key.replace(/[~/]/g, (character) => (character === "~" ? "~0" : "~1")),
      ),
    ],
  },
};
