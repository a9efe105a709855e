import { type AnyComponent, definitionOf } from "../component.ts";
import type { ProgramOptions } from "../options/workload.ts";
import type { NamedPort } from "./resolved.ts";
import type { Scope } from "./scope.ts";

type Options = ProgramOptions & { readonly member?: string };

/** Reports what the containers of one pod cannot both have: names, ports, variables. */
export function checkProgram(
  scope: Scope,
  component: AnyComponent,
  options: Options,
  ports: readonly NamedPort[],
): void {
  const sidecars = Object.entries(options.sidecars ?? {});
  const helpers = [
    ...Object.keys(options.init ?? {}).map((name) => ["init", name]),
    ...sidecars.map(([name]) => ["sidecars", name]),
  ];
  const names = [["", definitionOf(component).name], ...helpers];
  eachAgain(
    names,
    ([, name]) => name,
    ([group = "", name = ""]) => {
      const message = `a second container of this pod is called "${name}"`;
      scope.report(component, [group, name], message, "another name");
    },
  );
  const listening = [
    ...ports.map((port) => ({ ...port, path: ["port", port.name] })),
    ...sidecars.flatMap(([sidecar, options]) =>
      Object.entries(options.ports ?? {}).map(([name, number]) => ({
        name,
        number,
        path: ["sidecars", sidecar, "ports", name],
      })),
    ),
  ];
  eachAgain(
    listening,
    ({ number }) => number,
    ({ number, path }) => {
      scope.report(component, path, `two ports of this pod are ${number}`, "another number");
    },
  );
  eachAgain(
    listening,
    ({ name }) => name,
    ({ name, path }) => {
      scope.report(component, path, `two ports of this pod are called "${name}"`, "another name");
    },
  );
  const { member, env = {} } = options;
  if (member !== undefined && Object.hasOwn(env, member)) {
    const message = `${member} is set in env already, but member gives it the number`;
    scope.report(component, ["member"], message, "leave it out of env");
  }
}

function eachAgain<T>(items: readonly T[], key: (item: T) => unknown, found: (item: T) => void) {
  const seen = new Set<unknown>();
  for (const item of items) {
    if (seen.has(key(item))) found(item);
    seen.add(key(item));
  }
}
