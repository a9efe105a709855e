import type { Scope } from "./checked.ts";
import type { Library, Overload } from "./declarations.ts";
import { addresses } from "./library/addresses.ts";
import { authz, authzSelectors } from "./library/authorizer.ts";
import { conversions } from "./library/conversions.ts";
import { formats } from "./library/formats.ts";
import { jsonPatch } from "./library/json-patch.ts";
import { lists, moreLists, sets } from "./library/lists.ts";
import { maps } from "./library/maps.ts";
import { moreOptionals, optionals } from "./library/optional.ts";
import { quantity } from "./library/quantity.ts";
import { regex } from "./library/regex.ts";
import { semver } from "./library/semver.ts";
import { standard } from "./library/standard.ts";
import { strings } from "./library/strings.ts";
import { time } from "./library/time.ts";
import { urls } from "./library/urls.ts";
import { type Macros, macrosOf } from "./macros.ts";
import { opaqueTypes } from "./opaque-types.ts";
import {
  bool,
  bytes,
  type CelType,
  double,
  duration,
  dyn,
  int,
  listOf,
  mapOf,
  nullType,
  opaque,
  string,
  timestamp,
  typeOf,
  uint,
} from "./type.ts";

const all: readonly Library[] = [
  standard,
  conversions,
  time,
  strings,
  lists,
  regex,
  urls,
  authz,
  optionals,
  quantity,
  sets,
  addresses,
  formats,
  authzSelectors,
  maps,
  semver,
  moreOptionals,
  moreLists,
];

type Functions = ReadonlyMap<string, readonly Overload[]>;

/** What every expression of one minor may use. */
interface Base {
  readonly functions: Functions;
  readonly names: readonly string[];
  readonly macros: Macros;
  readonly keywordFields: boolean;
}

const bases = new Map<string, Base>();

/**
 * New expressions may use what the server one minor older knew too, so that it can be gone back to.
 *
 * @see k8s.io/apiserver/pkg/cel/environment/base.go
 */
export function baseOf(minor: number, patches: boolean, bindings: boolean): Base {
  const key = `${minor} ${patches} ${bindings}`;
  const known = bases.get(key);
  if (known) return known;
  const functions = new Map<string, readonly Overload[]>();
  const libraries = all.filter(({ since }) => since < minor);
  for (const library of patches ? [...libraries, jsonPatch] : libraries)
    for (const [name, overloads] of Object.entries(library.functions))
      functions.set(name, [...(functions.get(name) ?? []), ...overloads]);
  const base = {
    functions,
    names: [...functions.keys()],
    macros: macrosOf(minor, bindings),
    keywordFields: minor > 31,
  };
  bases.set(key, base);
  return base;
}

/** The types that expressions may name: `type(x) == int`. */
const typeNames: ReadonlyMap<string, CelType> = new Map(
  [
    bool,
    bytes,
    double,
    duration,
    int,
    listOf(dyn),
    mapOf(dyn, dyn),
    nullType,
    string,
    timestamp,
    uint,
    typeOf(dyn),
    opaqueTypes.IP,
    opaqueTypes.CIDR,
    opaque("optional_type", dyn),
  ].map((type) => [type.name, typeOf(type)]),
);

export function scopeOf(
  { functions, names, keywordFields }: Base,
  variables: Readonly<Record<string, CelType>>,
  types: ReadonlyMap<string, CelType>,
): Scope {
  const variableNames = Object.keys(variables);
  return {
    variable: (name) => {
      if (Object.hasOwn(variables, name)) return variables[name];
      const type = types.get(name);
      return type ? typeOf(type) : typeNames.get(name);
    },
    function: (name) => functions.get(name),
    keywordFields,
    variableNames: () => variableNames,
    functionNames: () => names,
  };
}
