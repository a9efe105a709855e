import { isFields } from "../../../kubernetes/fields.ts";
import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { selectingServices } from "../../graphs/selectors/services.ts";
import { type Item, inventory, isSameNamespace } from "../../objects/inventory.ts";
import type { Workload } from "../../objects/workloads.ts";
import { Place } from "../../references/place.ts";
import { once, type World } from "../../world.ts";
import { directivesIn, readNginx } from "../files/nginx.ts";

/** A path that is for connections that stay open, and where it leads. */
export interface OpenPath {
  readonly item: Item<unknown>;
  readonly place: FieldPath;
  readonly path: string;
  readonly service: string;
}

/** Hosts that are for nothing else: `ws.shop.example`. */
const WEBSOCKET_HOST = /^(?:wss?|websockets?)\./i;

/** Paths that say what they are for: `/ws`, `/api/websocket/`, `/socket.io`. */
const WEBSOCKET = /(?:^|\/)(?:ws|wss|websockets?|socket\.io|sockjs)(?=$|[/*(.?])/i;

/** Whether a path names itself one of WebSockets. */
export function isWebSocket(path: string): boolean {
  return WEBSOCKET.test(path);
}

/** The WebSocket paths of Ingresses, HTTPRoutes and the nginx configuration of ConfigMaps. */
export const openPaths = once((world: World): readonly OpenPath[] => [
  ...inventory(world)
    .all("Ingress")
    .flatMap((item) => ofRules(item as Item)),
  ...inventory(world).of("gateway.networking.k8s.io", "HTTPRoute").flatMap(ofRoute),
  ...inventory(world)
    .all("ConfigMap")
    .flatMap((item) => ofNginx(item as Item)),
]);

function ofRules(item: Item): OpenPath[] {
  return Place.of(item)
    .list("spec", "rules")
    .flatMap((rule) => {
      const host = rule.at("host");
      const isForAll = WEBSOCKET_HOST.test(host.text ?? "");
      return rule.list("http", "paths").flatMap((entry) => {
        const path = entry.at("path");
        const service = entry.at("backend", "service", "name").text;
        if (!service) return [];
        if (path.text && isWebSocket(path.text))
          return [{ item, place: path.path, path: path.text, service }];
        const whole = `${host.text}${path.text ?? ""}`;
        return isForAll ? [{ item, place: host.path, path: whole, service }] : [];
      });
    });
}

function ofRoute(item: Item): OpenPath[] {
  return Place.of(item)
    .list("spec", "rules")
    .flatMap((rule) => {
      const [match] = rule
        .list("matches")
        .map((each) => each.at("path", "value"))
        .filter(({ text }) => text !== undefined && isWebSocket(text));
      const [backend] = rule.list("backendRefs");
      const service = backend?.at("name").text;
      return match?.text && service ? [{ item, place: match.path, path: match.text, service }] : [];
    });
}

function ofNginx(item: Item): OpenPath[] {
  if (!isFields(item.object.data)) return [];
  return Object.entries(item.object.data).flatMap(([key, text]) => {
    if (typeof text !== "string" || !text.includes("proxy_pass") || !/upgrade/i.test(text))
      return [];
    const read = readNginx(text);
    if ("fault" in read) return [];
    return [...directivesIn(read.directives, ["location"])].flatMap(({ args, block = [] }) => {
      const path = args.at(-1) ?? "";
      const target = block.find(({ name }) => name === "proxy_pass")?.args[0] ?? "";
      const service = /^https?:\/\/([a-z0-9-]+)/.exec(target)?.[1];
      if (!isWebSocket(path) || service === undefined) return [];
      return [{ item, place: Place.of(item).at("data").key(key).path, path, service }];
    });
  });
}

/** The workloads behind a Service that is named in an object. */
export function workloadsBehind(world: World, { item, service }: OpenPath): readonly Workload[] {
  return (servicesByName(world).get(service) ?? [])
    .filter((each) => isSameNamespace(each.service.namespace, item.namespace))
    .flatMap(({ selection }) => selection.pods.flatMap(({ workload }) => workload ?? []));
}

const servicesByName = once((world: World) =>
  Map.groupBy(selectingServices(world), ({ service }) => service.name),
);
