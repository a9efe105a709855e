import type { Container } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { type Item, inventory, isSameNamespace, type Target } from "../objects/inventory.ts";
import { workloads } from "../objects/workloads.ts";
import { once, type World } from "../world.ts";
import { isKnownMaker } from "./made.ts";
import { opening } from "./opening.ts";
import { Place } from "./place.ts";

/** What may make objects without its being certain. */
export class Perhaps {
  private readonly named = new Map<string, Item>();
  private readonly saying = new Map<string, Item>();
  private readonly started = new Map<string, Item>();
  /** The namespaces of objects of which operators may make others. */
  private readonly operated = new Set<string | undefined>();
  /** By namespace, undefined for any. */
  private readonly opened = new Map<string | undefined, Item>();

  constructor(world: World) {
    const { items } = inventory(world);
    for (const item of items) {
      for (const namespace of opening(item)) put(this.opened, namespace, item);
      if (!isOperated(item)) continue;
      this.operated.add(item.namespace);
      put(this.named, item.name, item);
      for (const word of wordsIn(item.object.spec)) put(this.saying, word, item);
    }
    for (const { item, containers } of workloads(world))
      for (const { container } of containers)
        for (const word of wordsOf(container)) put(this.started, word, item);
    for (const item of inventory(world).of("rbac.authorization.k8s.io", "Role"))
      for (const word of allowed(Place.of(item))) put(this.started, word, item);
  }

  /** Something in the world that may make what is named. */
  find(target: Target): Item | undefined {
    const { kind, group, name, namespace } = target;
    const isData = group === "" && (kind === "Secret" || kind === "ConfigMap");
    return (
      this.saying.get(name) ??
      (isData ? this.started.get(name) : undefined) ??
      this.opener(namespace) ??
      (namespace === "" ? undefined : this.offspring(target))
    );
  }

  /** Whether something brings into a namespace what nobody here can know. */
  isOpen(namespace: string | undefined): boolean {
    return this.opener(namespace) !== undefined || this.operated.has(namespace);
  }

  /** A release of a chart, or of a tree that is elsewhere, brings what nobody here can know. */
  private opener(namespace: string | undefined): Item | undefined {
    const any = this.opened.get(undefined);
    if (any || this.opened.size === 0) return any;
    const isAny = namespace === undefined || namespace === "";
    return isAny ? [...this.opened.values()][0] : this.opened.get(namespace);
  }

  /** Operators name what they make after what they make it for: `kafka` has `kafka-bootstrap`. */
  private offspring({ name, namespace }: Target): Item | undefined {
    if (this.named.size === 0) return undefined;
    const tokens = name.split(SEPARATOR);
    for (let from = 0; from < tokens.length; from++) {
      let word = "";
      for (const token of tokens.slice(from)) {
        word += token;
        const parent = this.named.get(word);
        if (parent && isSameNamespace(parent.namespace, namespace)) return parent;
      }
    }
    return undefined;
  }
}

export const perhaps = once((world) => new Perhaps(world));

/** Before and behind each dash or dot, which stay. */
const SEPARATOR = /(?=[-.])|(?<=[-.])/;

function put<K>(map: Map<K, Item>, key: K, item: Item): void {
  if (!map.has(key)) map.set(key, item);
}

/** An object of a custom kind of which controllers may make others. */
function isOperated(item: Item): boolean {
  return !isBuiltIn(item.group) && !isKnownMaker(item) && !isInert(item);
}

function isBuiltIn(group: string): boolean {
  return !group.includes(".") || (group.endsWith(".k8s.io") && !group.endsWith(".x-k8s.io"));
}

/** Custom kinds that configure and make nothing that others would name. */
function isInert({ group, kind }: Item): boolean {
  return INERT_GROUPS.has(group) || INERT_KINDS.has(`${group}/${kind}`);
}

const INERT_GROUPS: ReadonlySet<string> = new Set([
  "monitoring.coreos.com",
  "external-secrets.io",
  "cert-manager.io",
  "networking.istio.io",
  "security.istio.io",
  "traefik.io",
  "traefik.containo.us",
  "gateway.envoyproxy.io",
  "cilium.io",
  "crd.projectcalico.org",
  "source.toolkit.fluxcd.io",
  "image.toolkit.fluxcd.io",
  "notification.toolkit.fluxcd.io",
  "templates.gatekeeper.sh",
  "constraints.gatekeeper.sh",
  "metallb.io",
]);

const INERT_KINDS: ReadonlySet<string> = new Set([
  "argoproj.io/AnalysisTemplate",
  "argoproj.io/ClusterAnalysisTemplate",
  "argoproj.io/AppProject",
  "keda.sh/ScaledObject",
  "keda.sh/TriggerAuthentication",
  "postgresql.cnpg.io/Backup",
  "postgresql.cnpg.io/Database",
  "postgresql.cnpg.io/ImageCatalog",
  "postgresql.cnpg.io/ScheduledBackup",
  "kustomize.toolkit.fluxcd.io/Kustomization",
]);

const WORD_END = /[^a-z0-9.-]+/;

function wordsIn(value: unknown): string[] {
  if (typeof value === "string") return value.split(WORD_END);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}

/** What a program is told to make, such as `--secret-name=webhook-tls`. */
function wordsOf({ command, args, env }: Decoded<Container>): string[] {
  const values = (env ?? []).flatMap(({ value }) => value || []);
  return [...wordsIn(command), ...wordsIn(args), ...values];
}

const WRITING = new Set(["*", "create", "update", "patch"]);

/** What a role lets be written by name, somebody means to write. */
function allowed(role: Place): string[] {
  return role.list("rules").flatMap((rule) => {
    const isWriting = rule
      .list("verbs")
      .some(({ text }) => text !== undefined && WRITING.has(text));
    return isWriting ? rule.list("resourceNames").flatMap(({ text }) => text ?? []) : [];
  });
}
