import type { Container, Probe } from "../../../kubernetes/types/core.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { PlacedContainer, Workload } from "../../objects/workloads.ts";
import type { World } from "../../world.ts";
import { noSibling, type Text } from "./texts.ts";
import { type Variables, variablesOf } from "./variables.ts";

type Place = Pick<Text, "item" | "readers">;

/** What the pods of a workload are told: variables, commands, hosts of probes. */
export function podTexts(world: World, workload: Workload): Text[] {
  const place = { item: workload.item, readers: [workload] };
  return workload.containers.flatMap((placed) => {
    const known = variablesOf(world, workload, placed.container);
    return [
      ...variables(place, placed, known),
      ...commands(place, placed, known),
      ...probes(place, placed),
    ];
  });
}

function variables(place: Place, { container, path }: PlacedContainer, known: Variables) {
  const last = new Map((container.env ?? []).map(({ name = "" }, index) => [name, index]));
  return (container.env ?? []).flatMap(({ name = "", value }, index): Text[] => {
    // Of two with one name the last one counts.
    if (!value || last.get(name) !== index) return [];
    const at = path.field("env").index(index).field("value");
    // Only those above it are replaced in it.
    const text = known.get(name) ?? "";
    const form = text.includes("\n") ? "document" : "value";
    const sibling = (other: string) => known.get(other);
    return [{ ...place, path: at, names: [name], text, form, sibling }];
  });
}

function commands(place: Place, { container, path }: PlacedContainer, known: Variables) {
  const { command = [], args = [] } = container;
  const [program = ""] = command.length > 0 ? command : args;
  if (CLIENT.test(program)) {
    const text = known.expand([...command, ...args].join(" "));
    const at = path.field(command.length > 0 ? "command" : "args");
    return [{ ...place, path: at, sibling: noSibling, names: [], text, form: "script" } as const];
  }
  const isShell = SHELL.test(program);
  return [
    ...flags(place, command, path.field("command"), known, isShell),
    ...flags(place, args, path.field("args"), known, isShell),
  ];
}

function flags(
  place: Place,
  list: readonly string[],
  path: FieldPath,
  known: Variables,
  isShell: boolean,
): Text[] {
  let before = "";
  return list.flatMap((written, index): Text[] => {
    const rest = { ...place, path: path.index(index), sibling: noSibling };
    const expanded = known.expand(written);
    if (isShell && /\s/.test(expanded))
      return [{ ...rest, names: [], text: expanded, form: "script" }];
    const [, dashed, variable, value] = FLAG.exec(expanded) ?? [];
    const name = dashed ?? variable;
    const isBare = dashed !== undefined && value === undefined;
    const names = [name ?? before];
    before = isBare ? dashed : "";
    const text = isBare ? "" : (value ?? expanded);
    if (text === "") return [];
    return [{ ...rest, names, text, form: text.includes("\n") ? "document" : "value" }];
  });
}

const SHELL = /(^|\/)(sh|bash|ash|dash|zsh)$/;
/** Programs that take the host as `-h`. */
const CLIENT =
  /(^|\/)(psql|pg_isready|pg_dump|mysql|mysqladmin|mariadb|mariadb-admin|redis-cli|valkey-cli|mongo|mongosh|nc)$/;
const FLAG = /^(?:--?([A-Za-z][\w.-]*)|([A-Z][A-Z0-9_]*)(?==))(?:=([\s\S]*))?$/;

function probes(place: Place, { container, path }: PlacedContainer): Text[] {
  return PROBES.flatMap((field) => {
    const probe: Decoded<Probe> | undefined = container[field];
    return (["httpGet", "tcpSocket"] as const).flatMap((action): Text[] => {
      const text = probe?.[action]?.host;
      if (!text) return [];
      const { port } = probe[action] ?? {};
      const at = path.field(field, action, "host");
      const sibling = () => (typeof port === "number" ? String(port) : undefined);
      return [{ ...place, path: at, names: ["host"], text, form: "host", sibling }];
    });
  });
}

const PROBES = [
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
] as const satisfies readonly (keyof Container)[];
