import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { inventory } from "../../objects/inventory.ts";
import { Place } from "../../references/place.ts";
import type { World } from "../../world.ts";
import { isPlaceholder } from "../addresses/placeholders.ts";
import { wordsOf } from "../addresses/words.ts";
import type { Held } from "./held.ts";
import { type Setting, settings } from "./settings.ts";
import { stageOf, unstaged } from "./stages.ts";

/** Passwords and keys, places of backups, and names of environments. */
export function heldSettings(world: World): Held[] {
  return [
    ...settings(world).flatMap(
      (setting) => secretIn(setting) ?? backupIn(setting) ?? nameIn(setting) ?? [],
    ),
    ...barmanStores(world),
  ];
}

/** What a key of a Secret is called that only its environment is to know. */
const SECRETIVE: ReadonlySet<string> = new Set(
  "password passwd pass passphrase pwd secret token key credential credentials".split(" "),
);
/** Of what may be the same: it is bought once, or for everybody to read. */
const COMMON: ReadonlySet<string> = new Set(
  "public pub license licence registry docker pull npm maps recaptcha site publishable anon ca".split(
    " ",
  ),
);
/** Of one's own for one environment each: passwords, keys, not logins of registries and certificates. */
const TYPES: ReadonlySet<unknown> = new Set([
  undefined,
  "Opaque",
  "kubernetes.io/basic-auth",
  "kubernetes.io/ssh-auth",
]);

function secretIn({ item, path, name, words, text }: Setting): Held | undefined {
  if (item.kind !== "Secret" || item.group !== "" || !TYPES.has(item.subject.object.type))
    return undefined;
  if (!SECRETIVE.has(words.at(-1) ?? "") || words.some((word) => COMMON.has(word)))
    return undefined;
  if (isPlaceholder(text) || WORD.test(text)) return undefined;
  const key = `secret ${unstaged(item.name)} ${name} ${text}`;
  return { topic: "secrets", key, item, path, shown: `${name} of Secret ${item.name}` };
}

/** Says that something is so, and is no secret. */
const WORD = /^(?:true|false|yes|no|on|off|none|null|\d{1,3})$/i;

const BACKUP = /backup|dump|archive|snapshot|restic|barman|pgbackrest|\bwal[-_eg]/i;
const BUCKET = /^(?:s3|gs|swift|wasbs?|az|b2):(?:\/\/)?[^/]/;

function backupIn({ item, path, name, words, text }: Setting): Held | undefined {
  if (!BUCKET.test(text) && !words.includes("bucket")) return undefined;
  if (!BACKUP.test(name) && !BACKUP.test(item.name)) return undefined;
  if (stageOf(text) !== undefined || isPlaceholder(text)) return undefined;
  const shown = `${name} of ${item.kind} ${item.name}`;
  return { topic: "backups", key: `backup ${name} ${text}`, item, path, shown };
}

/** CloudNativePG writes below the path in a folder that is called like the server. */
function barmanStores(world: World): Held[] {
  return inventory(world)
    .of("postgresql.cnpg.io", "Cluster")
    .flatMap((item): Held[] => {
      const store = new Place(item.object.spec, FieldPath.root.field("spec")).at(
        "backup",
        "barmanObjectStore",
      );
      const { text, path } = store.at("destinationPath");
      if (text === undefined || stageOf(text) !== undefined) return [];
      const server = store.at("serverName").text ?? item.name;
      const shown = `destinationPath of Cluster ${item.name}`;
      return [{ topic: "backups", key: `barman ${text} ${server}`, item, path, shown }];
    });
}

/** Names by which programs go by their environment; frameworks that only switch a mode are left out. */
const NAME =
  /^(?:(?:APP|DJANGO|SENTRY|DEPLOY|DEPLOYMENT|SERVICE|TARGET|DD|ELASTIC_APM|ROLLBAR|BUGSNAG|HONEYBADGER)_)?ENV(?:IRONMENT)?(?:_NAME)?$/i;

function nameIn({ item, path, name, text }: Setting): Held | undefined {
  if (!NAME.test(name) || stageOf(text) === undefined || wordsOf(text).length > 2) return undefined;
  // Symfony means a mode by it.
  if (text === "prod" && /^APP_ENV$/i.test(name)) return undefined;
  const shown = `${name} of ${item.kind} ${item.name}`;
  const key = `name ${unstaged(item.name)} ${name} ${text}`;
  return { topic: "names", key, item, path, shown };
}
