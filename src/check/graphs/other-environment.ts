import type { Item } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Address, addresses } from "./addresses/addresses.ts";
import { meaningOf } from "./addresses/meaning.ts";
import { domainOf, isDocumentation, ownDomains } from "./addresses/own-domains.ts";
import {
  type Surroundings,
  stemOf,
  surroundingsOf,
  surroundingsOfFile,
  surroundingsOfItem,
} from "./addresses/surroundings.ts";
import { foundTogether, placeOf, shownAddress } from "./addresses/told.ts";
import { wordsOf } from "./addresses/words.ts";

export const otherEnvironment: Rule = {
  id: "other-environment",
  layer: "graphs",
  severity: "warning",
  title: "an address of another environment",
  why: "one environment reads or changes what belongs to another: tests write into the data of customers, or customers depend on what is only tried out",
  fix: "write the address of the own environment",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop-staging }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: DATABASE_URL, value: "postgres://db.shop-production.svc:5432/shop" }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop-staging }
spec: { selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, namespace: shop-staging, labels: { app: db } }
spec: { containers: [{ name: db, image: "postgres:17", ports: [{ containerPort: 5432 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop-staging }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: DATABASE_URL, value: "postgres://db.shop-staging.svc:5432/shop" }]
`,
  find: (world: World) => {
    const strange = addresses(world).flatMap((address) => {
      const other = strangeTo(world, address);
      return other ? [{ address, ...other }] : [];
    });
    const groups = Map.groupBy(strange, ({ address, own }) => `${own} ${address.host}`);
    return [...groups.values()].map((all): FoundInObject => {
      const [{ address, own, theirs }] = all as [(typeof all)[number]];
      const who = address.readers[0]?.item ?? address.item;
      const message = `${placeOf(address)} of ${own} names ${shownAddress(address)}, which by its name belongs to ${theirs}`;
      const within = who.namespace ? `of namespace ${who.namespace}` : "of this environment";
      return foundTogether(
        all.map((each) => each.address),
        message,
        `write the address ${within}`,
      );
    });
  },
};

interface Strange {
  readonly own: Surroundings;
  readonly theirs: Surroundings;
}

/** Words of a value that is about other environments by intention, or only compared with. */
const INTENDED: ReadonlySet<string> = new Set(
  "allowed allow cors origin origins mirror source from copy sync redirect links link docs".split(
    " ",
  ),
);

function strangeTo(world: World, address: Address): Strange | undefined {
  const { host, name, item, readers } = address;
  // Nearly all hosts say nothing: look at the cheap side first.
  const hostWords = wordsOf(host);
  if (surroundingsOf(hostWords) === undefined || item.group.includes(".")) return undefined;
  if (isDocumentation(host)) return undefined;
  const meaning = meaningOf(world, address);
  const who = readers[0]?.item ?? item;
  const { file } = item.subject.locate(address.path.steps(), "value");
  const own = surroundingsOfItem(world, who) ?? surroundingsOfFile(file);
  if (own === undefined) return undefined;
  const nameWords = wordsOf(name);
  if (nameWords.some((word) => INTENDED.has(word))) return undefined;
  const theirs =
    meaning.kind === "service"
      ? ofNamespace(meaning.service.namespace, meaning.service.form, who)
      : meaning.kind === "outside"
        ? ofHost(world, host, who)
        : undefined;
  if (theirs === undefined || theirs === own) return undefined;
  return surroundingsOf(nameWords) === theirs ? undefined : { own, theirs };
}

/** Of a namespace that is called as the own one but for the environment. */
function ofNamespace(
  namespace: string | undefined,
  form: string,
  who: Item,
): Surroundings | undefined {
  if (namespace === undefined || form === "bare") return undefined;
  const stem = stemOf(namespace);
  const isSame = stem === "" || (who.namespace !== undefined && stem === stemOf(who.namespace));
  return isSame ? surroundingsOf(wordsOf(namespace)) : undefined;
}

const SHORTEST_STEM = 4;

/** Of a host outside that is of the own platform: by its domain, or by a word of its name. */
function ofHost(world: World, host: string, who: Item): Surroundings | undefined {
  const labels = host.split(".").slice(0, -1);
  const words = labels.flatMap((label) => wordsOf(label));
  const domain = domainOf(host);
  const stem = stemOf(who.namespace ?? "");
  const isOwn =
    (domain !== undefined && ownDomains(world).has(domain)) ||
    (stem.length >= SHORTEST_STEM && words.join("-").includes(stem));
  return isOwn ? surroundingsOf(words) : undefined;
}
