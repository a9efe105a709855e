import { fitsFormat } from "../../custom-resources/formats.ts";
import {
  dns1035LabelProblem,
  dns1123LabelProblem,
  dns1123SubdomainProblem,
  labelValueProblem,
  maskTrailingHyphen,
  qualifiedNameProblem,
} from "../../names.ts";
import { isRequestUrl } from "../../url.ts";
import { type Library, overload } from "../declarations.ts";
import { opaqueTypes } from "../opaque-types.ts";
import {
  type CelError,
  type CelValue,
  NONE,
  noSuchOverload,
  OpaqueValue,
  OptionalValue,
} from "../value.ts";
import { listOfTexts } from "./lists.ts";

/** What is wrong with a text; undefined where nothing is. */
type Check = (text: string) => string | undefined;

class Format extends OpaqueValue {
  readonly type = opaqueTypes.Format;
  readonly check: Check;
  /** How long the server takes its pattern to be, for costs. */
  readonly patternSize: number;

  constructor(check: Check, patternSize: number) {
    super();
    this.check = check;
    this.patternSize = patternSize;
  }

  equals(other: CelValue): boolean | CelError {
    return other instanceof Format ? this === other : noSuchOverload();
  }
}

function prefixed(check: Check): Check {
  return (text) => check(maskTrailingHyphen(text));
}

function fitting(format: string): Check {
  return (text) => (fitsFormat(text, format) ? undefined : `is no ${format}`);
}

const DATE_TIME_PATTERN_SIZE = 69;
const UUID_PATTERN_SIZE = 86;

const formatsByName: ReadonlyMap<string, Format> = new Map(
  Object.entries({
    dns1123Label: new Format(dns1123LabelProblem, 30),
    dns1123Subdomain: new Format(dns1123SubdomainProblem, 60),
    dns1035Label: new Format(dns1035LabelProblem, 30),
    qualifiedName: new Format((text) => qualifiedNameProblem(text, "a qualified name"), 60),
    dns1123LabelPrefix: new Format(prefixed(dns1123LabelProblem), 30),
    dns1123SubdomainPrefix: new Format(prefixed(dns1123SubdomainProblem), 60),
    dns1035LabelPrefix: new Format(prefixed(dns1035LabelProblem), 30),
    labelValue: new Format(labelValueProblem, 40),
    uri: new Format((text) => (isRequestUrl(text) ? undefined : "is no URI"), 1103),
    uuid: new Format(fitting("uuid"), UUID_PATTERN_SIZE),
    byte: new Format(fitting("byte"), 84),
    date: new Format(fitting("date"), DATE_TIME_PATTERN_SIZE),
    datetime: new Format(fitting("datetime"), DATE_TIME_PATTERN_SIZE),
  }),
);

/**
 * The messages of `validate` are ours; whether there is one agrees with the server.
 *
 * @see k8s.io/apiserver/pkg/cel/library/format.go
 */
export const formats: Library = {
  since: 31,
  functions: {
    ...Object.fromEntries(
      [...formatsByName].map(([name, format]) => [
        `format.${name}`,
        [overload(`format.${name}`, "() -> Format", () => format)],
      ]),
    ),
    "format.named": [
      overload("format-named", "(string) -> optional<Format>", (name: string) => {
        const format = formatsByName.get(name);
        return format ? new OptionalValue(format) : NONE;
      }),
    ],
    validate: [
      overload(
        "format-validate",
        "Format.(string) -> optional<list<string>>",
        ({ check }: Format, text: string) => {
          const problem = check(text);
          return problem === undefined ? NONE : new OptionalValue(listOfTexts([problem]));
        },
      ),
    ],
  },
};
