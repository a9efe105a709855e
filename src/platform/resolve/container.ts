import { type AnyComponent, definitionOf, sortOf } from "../component.ts";
import type {
  ContainerOptions,
  Env,
  Mount,
  Mounts,
  Range,
  Resources,
} from "../options/container.ts";
import type { EnvValue } from "../reference.ts";
import type { SecretDefinition } from "../secret.ts";
import { partsOf } from "../text.ts";
import type { Scratch, VolumeOptions, VolumeView } from "../volume.ts";
import type {
  Amount,
  EnvEntry,
  EnvSource,
  NamedPort,
  Piece,
  ResolvedContainer,
  ResolvedMount,
  ResolvedResources,
  SecretKey,
  Storage,
} from "./resolved.ts";
import type { Scope } from "./scope.ts";
import { isOptional, isOptionalKey } from "./secrets.ts";

/** A container with its texts, images and mounts decided. */
export function resolveContainer(
  scope: Scope,
  owner: AnyComponent,
  name: string,
  options: ContainerOptions,
  ports: readonly NamedPort[],
): ResolvedContainer {
  return {
    name,
    image: scope.image(options.image, definitionOf(owner).site),
    command: options.command,
    args: options.args,
    env: resolveEnv(scope, owner, options.env ?? {}),
    envFrom: (options.envFrom ?? []).map((source) => envSource(scope, owner, source)),
    mounts: resolveMounts(scope, options.mounts ?? {}),
    resources: resolveResources(options.resources),
    ports,
  };
}

function resolveEnv(scope: Scope, owner: AnyComponent, env: Env): EnvEntry[] {
  return Object.entries(env).map(([name, value]) => {
    const pieces = resolvePieces(scope, owner, value);
    const optional = pieces.find(
      (piece) => typeof piece === "object" && "key" in piece && piece.optional,
    );
    if (pieces.length > 1 && optional)
      scope.report(
        owner,
        ["env", name],
        `${name} joins ${(optional as SecretKey).key}, which is optional: without it the text would hold a $(…)`,
        "a variable of its own for the key",
      );
    return { name, pieces };
  });
}

/** A text in pieces, each secret by its name in this environment. */
function resolvePieces(scope: Scope, owner: AnyComponent, value: EnvValue): Piece[] {
  const { site } = definitionOf(owner);
  return partsOf(value, scope.context, site).map((part) =>
    typeof part === "object" && "secret" in part ? secretKey(scope, part.secret, part.key) : part,
  );
}

function secretKey(scope: Scope, secret: AnyComponent, key: string): SecretKey {
  return { secret: scope.nameOf(secret), key, optional: isOptionalKey(scope, secret, key) };
}

/** The one secret key that an option such as `password` names. */
export function oneSecretKey(
  scope: Scope,
  owner: AnyComponent,
  option: string,
  value: EnvValue,
): SecretKey {
  const pieces = resolvePieces(scope, owner, value);
  const [first] = pieces;
  if (pieces.length === 1 && typeof first === "object" && "secret" in first) {
    if (first.optional)
      scope.report(
        owner,
        [option],
        `${option} is ${first.key} of ${first.secret}, which is optional`,
      );
    return first;
  }
  scope.report(owner, [option], `${option} must be one key of a secret`, 'login.key("PASSWORD")');
  return { secret: "", key: "", optional: false };
}

function envSource(scope: Scope, owner: AnyComponent, source: AnyComponent): EnvSource {
  const name = scope.nameOf(source);
  const keys =
    sortOf(source) === "config"
      ? Object.keys(scope.options<object>(source))
      : scope.options<SecretDefinition>(source).keys;
  for (const key of keys.filter((key) => !/^[A-Za-z_.-][\w.-]*$/.test(key))) {
    const message = `the key "${key}" of ${name} cannot become an environment variable`;
    const instead = "a key without a digit first, or mount it as a file";
    scope.report(owner, ["envFrom"], message, instead);
  }
  if (sortOf(source) === "config") return { config: name, optional: false };
  return { secret: name, optional: isOptional(scope, source) };
}

function resolveMounts(scope: Scope, mounts: Mounts): ResolvedMount[] {
  return Object.entries(mounts).map(([path, mount]) => ({ path, ...resolveMount(scope, mount) }));
}

/** What stands behind a mount, and whether nobody writes to it. */
export function resolveMount(scope: Scope, mount: Mount): { from: Storage; readOnly: boolean } {
  switch (sortOf(mount)) {
    case "volume":
      return { from: volumeFrom(scope, mount as AnyComponent), readOnly: false };
    case "config":
      return { from: { config: scope.nameOf(mount as AnyComponent) }, readOnly: true };
    case "secret": {
      const secret = mount as AnyComponent;
      return {
        from: { secret: scope.nameOf(secret), optional: isOptional(scope, secret) },
        readOnly: true,
      };
    }
    default:
      return "volume" in mount
        ? { from: volumeFrom(scope, (mount as VolumeView).volume), readOnly: true }
        : scratchFolder(mount as Scratch);
  }
}

/** The name of a member's claim is part of its StatefulSet, so the environment's prefix is not in it. */
function volumeFrom(scope: Scope, volume: AnyComponent): Storage {
  const { perMember } = scope.options<VolumeOptions>(volume);
  return perMember ? { member: definitionOf(volume).name } : { claim: scope.nameOf(volume) };
}

/** One `scratch()` is one folder of a pod, wherever its containers mount it. */
const scratches = new WeakMap<Scratch, Storage>();

function scratchFolder(scratch: Scratch): { from: Storage; readOnly: boolean } {
  const { size, memory } = scratch;
  const from = scratches.get(scratch) ?? { scratch: { size, memory } };
  scratches.set(scratch, from);
  return { from, readOnly: false };
}

export function resolveResources({ cpu, memory }: Resources): ResolvedResources {
  return { cpu: amount(cpu), memory: amount(memory) };
}

function amount<T>(range: Range<T>): Amount<T> {
  return Array.isArray(range) ? { request: range[0], limit: range[1] } : (range as Amount<T>);
}
