import type { MountedFile } from "../../objects/mounted-files.ts";
import { type Directive, directivesIn, readNginx } from "../files/nginx.ts";
import { configured } from "./configuration.ts";
import type { Socket } from "./listening.ts";
import type { Running } from "./running.ts";

const MAIN = "/etc/nginx/nginx.conf";
const FOLDER = "/etc/nginx/conf.d";
const DEFAULT = `${FOLDER}/default.conf`;

/** The configuration of an nginx whose files are all known. */
export interface NginxRead {
  readonly files: readonly {
    readonly file: MountedFile;
    readonly directives: readonly Directive[];
  }[];
  /** Whether the image's own default server is still there. */
  readonly hasDefault: boolean;
}

/**
 * What nginx reads, as far as ConfigMaps bring it; undefined where something else does too: a
 * template that the entry point fills in, an include from anywhere else, a volume.
 */
export function nginxRead(each: Running): NginxRead | undefined {
  if (!known.has(each)) known.set(each, read(each));
  return known.get(each);
}

const known = new WeakMap<Running, NginxRead | undefined>();

function read(each: Running): NginxRead | undefined {
  const { mounts } = each;
  const { files, isOpen, isNamed } = configured(each);
  if (isOpen) return undefined;
  const others = mounts.touching("/etc/nginx").filter((mount) => !mount.files);
  if (others.length > 0 || mounts.touching("/docker-entrypoint.d").length > 0) return undefined;
  if (mounts.touching("/etc/nginx/templates").length > 0) return undefined;
  const all: { file: MountedFile; directives: readonly Directive[] }[] = [];
  const main = isNamed ? files[0] : files.find(({ path }) => path === MAIN);
  const texts = main ? [main] : files.filter(({ path }) => isServerFile(path));
  for (const file of texts) {
    const found = readNginx(file.text);
    if ("fault" in found) return undefined;
    all.push({ file, directives: found.directives });
  }
  const included = all.flatMap(({ directives }) => [...directivesIn(directives, ["include"])]);
  let takesFolder = main === undefined;
  for (const { args } of included) {
    const [path = ""] = args;
    if (path === `${FOLDER}/*.conf` || path === "conf.d/*.conf") takesFolder = true;
    else if (!HARMLESS.test(path)) return undefined;
  }
  if (main && takesFolder)
    for (const file of mounts.files.filter(({ path }) => isServerFile(path))) {
      const found = readNginx(file.text);
      if ("fault" in found) return undefined;
      all.push({ file, directives: found.directives });
    }
  const hasDefault = takesFolder && mounts.at(DEFAULT) === "image";
  return { files: all, hasDefault };
}

/** They bring no server. */
const HARMLESS = /(?:^|\/)(?:mime\.types|(?:fastcgi|scgi|uwsgi|proxy)_params|fastcgi\.conf)$/;

function isServerFile(path: string): boolean {
  return (
    path.startsWith(`${FOLDER}/`) &&
    path.endsWith(".conf") &&
    !path.slice(FOLDER.length + 1).includes("/")
  );
}

/** The ports of its servers; a server without `listen` has port 80. */
export function nginxSockets(each: Running, byDefault: number): Socket[] | undefined {
  const read = nginxRead(each);
  if (!read) return undefined;
  const sockets: Socket[] = [];
  if (read.hasDefault) sockets.push({ port: byDefault, isLocal: false, by: "its default" });
  for (const { file, directives } of read.files)
    for (const server of directivesIn(directives, ["server"])) {
      if (!server.block) continue;
      const found = listensOf(server.block, file.path);
      if (!found) return undefined;
      sockets.push(...found);
    }
  return sockets;
}

function listensOf(block: readonly Directive[], file: string): Socket[] | undefined {
  const listens = block.filter(({ name }) => name === "listen");
  const byDefault = { port: 80, isLocal: false, by: `a server without listen in ${file}` };
  if (listens.length === 0) return [byDefault];
  const sockets: Socket[] = [];
  for (const { args, line } of listens) {
    const [address = ""] = args;
    if (address.startsWith("unix:")) continue;
    const found = /^(?:(\[[^\]]*\]|[\w.*-]*?):)?(\d+)$/.exec(address);
    const host = found ? found[1] : address;
    if (!found && (/[$]/.test(address) || !/^[\w.*[\]:-]+$/.test(address))) return undefined;
    const bare = (host ?? "").replace(/^\[|\]$/g, "");
    const isLocal = bare === "localhost" || bare === "::1" || bare.startsWith("127.");
    sockets.push({
      port: found ? Number(found[2]) : 80,
      isLocal,
      by: `listen in line ${line} of ${file}`,
    });
  }
  return sockets;
}
