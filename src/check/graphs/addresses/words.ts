/** Words of a variable or key that say: the value is where something is found. */
const PLACE: ReadonlySet<string> = new Set(
  (
    "host hosts hostname hostnames url urls uri uris addr addrs address addresses endpoint " +
    "endpoints dsn server servers broker brokers upstream upstreams target targets backend " +
    "backends peer peers seeds sentinel sentinels smarthost proxy gateway collector " +
    "service svc api bootstrap remote datasource master hostport"
  ).split(" "),
);

/** Words that say more: the value is a host, even if it is one plain word. */
const HOST: ReadonlySet<string> = new Set(
  "host hosts hostname addr address endpoint server servers broker brokers smarthost".split(" "),
);

/** Words that, wherever they stand, turn it into something else: the own address, or who may call. */
const OTHER: ReadonlySet<string> = new Set(
  (
    "listen bind listener listeners advertise advertised announce allowed allow cors origin origins " +
    "public external no cookie issuer audience realm scope regex pattern"
  ).split(" "),
);

/** Words that do so at the end: what is told of the host is not where it is. */
const TOLD: ReadonlySet<string> = new Set(
  (
    "image path file dir type name user username password key id class label labels mode enabled " +
    "cert ca tag version header headers region zone domain count timeout interval cidr mac port"
  ).split(" "),
);

/** What a name says of its value. */
export interface Meaning {
  /** `name:port` in it is an address. */
  readonly isPlace: boolean;
  /** One plain word in it is a host. */
  readonly isHost: boolean;
  /** Whatever is in it, it is not where something is found. */
  readonly isOther: boolean;
}

const known = new Map<string, Meaning>();
const MOST_KNOWN = 20_000;

/** Tells from the name of a variable, flag or key whether its value is an address. */
export function meaningOfName(name: string): Meaning {
  const before = known.get(name);
  if (before) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const words = wordsOf(name);
  const last = words.at(-1) ?? "";
  const isOther = TOLD.has(last) || words.some((word) => OTHER.has(word));
  const meaning = {
    isPlace: !isOther && words.some((word) => PLACE.has(word)),
    isHost: !isOther && HOST.has(last),
    isOther,
  };
  known.set(name, meaning);
  return meaning;
}

/** `REDIS_HOST`, `redisHost`, `--redis.host`: redis, host. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/host_name/g, "hostname")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

const HOST_END = /(?:host_?name|host|address|addr|server|endpoint)$/i;

/** What the port is called beside a host: `DB_PORT` beside `DB_HOST`; undefined where none can be. */
export function portNameOf(name: string): string | undefined {
  const found = HOST_END.exec(name)?.[0];
  if (found === undefined) return undefined;
  const port =
    found === found.toUpperCase() ? "PORT" : found === found.toLowerCase() ? "port" : "Port";
  return name.slice(0, -found.length) + port;
}
