import assert from "node:assert/strict";
import { test } from "node:test";
import { config, setting, worker } from "../../src/index.ts";
import { render } from "../../src/render/index.ts";
import { summarize } from "../../src/render/summary.ts";
import { app, named, resolveOnly, resources } from "./shop.ts";
import { told } from "./written.ts";

const plain = { image: app, resources, member: "WORKER_ID" };
const shards = setting("total-workers", 4);
const settings = config("settings", { TOTAL_WORKERS: shards.value });
const split = (scale: object | number, given: object | number = shards) =>
  worker("bot", { ...plain, envFrom: [settings], scale, shards: given } as never);

const inPlace = (bot: ReturnType<typeof split>, components: object = {}) =>
  resolveOnly({ bot, shards, settings }, { components });

test("one value: the shards, the least number of members, and what the program is told", () => {
  const bot = split({ min: shards, max: 12, cpu: 75 });
  const resolved = inPlace(bot, { shards: 6 });
  const { scale, shards: found } = named(resolved.running, "bot");
  assert.deepEqual(found, { count: 6, reshards: false });
  assert.deepEqual(scale, { min: 6, max: 12, cpu: 75 });
  assert.equal(named(resolved.configs, "settings").data.TOTAL_WORKERS, "6");
});

test("the summary says how many members are spare", () => {
  const summary = (bot: ReturnType<typeof split>, components: object = {}) => {
    const resolved = inPlace(bot, components);
    const workers = summarize(resolved, render(resolved)).components;
    return workers.find(({ sort }) => sort === "worker")?.names;
  };
  const scaled = { min: shards, max: 12, cpu: 75 };
  assert.deepEqual(summary(split(scaled), { shards: 6 }), ["bot 6-12 (6 shards, 6 spare)"]);
  assert.deepEqual(summary(split(scaled, { count: shards, reshards: true })), [
    "bot 4-12 (4 shards, split anew)",
  ]);
  assert.deepEqual(summary(split(shards)), ["bot 4 (4 shards)"]);
  assert.deepEqual(summary(split(2, 1)), ["bot 2 (1 shard, 1 spare)"]);
});

/** The documented trap: a minimum of its own below the number of shards in production. */
const written = (environment: string, scale = "{ min: 4, max: 12, cpu: 75 }") => `
const shards = setting("total-workers", 4);
const bot = worker("bot", {
  image: app, resources, member: "WORKER_ID", shards,
  scale: ${scale},
});
export default platform("shop", {
  components: { bot, shards },
  environments: { production: { ...place, components: { ${environment} } } },
});`;

test("a minimum below the shards is told where it is written, with both numbers", async () => {
  const [first, ...others] = await told(written("shards: 6", "{ /*!*/min: 4, max: 12, cpu: 75 }"));
  assert.equal(
    first?.message,
    "bot: scale.min 4 is below its 6 shards in production: 2 shards would have no worker",
  );
  assert.equal(first?.instead, "min: 6, or the setting of the shards");
  assert.deepEqual([first?.mark, others.length], [1, 0]);
  assert.deepEqual(await told(written("shards: 6", "{ min: shards, max: 12, cpu: 75 }")), []);
});

test("an environment that scales too low is told in its own line", async () => {
  const [bounds] = await told(written("bot: { scale: { /*!*/min: 3 } }"));
  assert.equal(
    bounds?.message,
    "bot: scale.min 3 is below its 4 shards in production: 1 shard would have no worker",
  );
  assert.equal(bounds?.mark, 1);
  const [fixed] = await told(written("bot: { /*!*/scale: 1 }"));
  assert.equal(
    fixed?.message,
    "bot: scale 1 is below its 4 shards in production: 3 shards would have no worker",
  );
  assert.deepEqual([fixed?.mark, fixed?.instead], [1, "scale: 4, or the setting of the shards"]);
  assert.deepEqual(await told(written("shards: 1, bot: { scale: 1 }")), []);
});

test("a budget may take every member of a shard for a while", async () => {
  const scale = "shards, budget: { unavailable: 1 }";
  assert.deepEqual(await told(written("shards: 2", scale)), []);
});
