import { ApiError } from "../../client/errors.ts";
import { type KubeObject, titleOf } from "../../client/object.ts";
import { addressesOf } from "../addresses.ts";
import { definedKinds, isDefinedBy } from "../definitions.ts";
import type { Around } from "../doom/around.ts";
import type { DoomOptions } from "../doom/index.ts";
import { refusalName } from "../doom/refusal.ts";
import type { Phase } from "../events.ts";
import type { Order } from "../order/order.ts";
import type { PlannedObject } from "../plan/plan.ts";
import { verdictOf } from "../readiness/index.ts";
import { hasWorked } from "../readiness/job.ts";
import { applyOne } from "./apply-one.ts";
import type { Context } from "./context.ts";
import { Item } from "./item.ts";
import { MigrationLogs } from "./migration-logs.ts";
import { Observatory, withoutOwners } from "./observatory.ts";
import { StuckPods } from "./stuck-pods.ts";
import { Surroundings } from "./surroundings.ts";
import { Wake } from "./wake.ts";

export interface RolloutOptions {
  /** Milliseconds for all of it. */
  readonly timeout: number;
  /** Whether it ends when all is ready, or when all is applied. */
  readonly isWaiting: boolean;
  /** Whether load balancers, Ingresses and Gateways are ready only once they have an address. Default: no. */
  readonly awaitsAddresses?: boolean | undefined;
  readonly graces?: DoomOptions["graces"];
  /** Takes note of a migration that ran to its end. */
  readonly onMigrated?: (key: string) => Promise<void>;
  /** Requests at a time. Default 16. */
  readonly width?: number;
}

export interface RolledOut {
  /** In the order of the plan. */
  readonly items: readonly Item[];
  /** Whether the time was over before all was ready. */
  readonly isOverdue: boolean;
}

/** How long nothing is looked at, where nothing happens, in milliseconds. */
const REST = 1000;

/** How long a kind may take to be served once its definition is established, and between two looks, in milliseconds. */
const SERVED = 30_000;
const ASK_AGAIN = 200;

/** How much longer than a look the pause behind it is: hundreds of objects change many times a second. */
const PAUSE = 10;

/**
 * Applies the objects of a plan in their order and waits for them. It ends at the first that is lost:
 * what was not begun by then is left as it was, what is on its way is finished.
 *
 * @throws the signal's reason when it was aborted, after what was on its way; ConnectionError where the
 *   cluster can no longer be asked
 */
export function rollOut(
  context: Context,
  objects: readonly PlannedObject[],
  order: Order,
  options: RolloutOptions,
): Promise<RolledOut> {
  return new Rollout(context, objects, order, options).run();
}

class Rollout {
  private readonly context: Context;
  private readonly options: RolloutOptions;
  private readonly order: Order;
  private readonly items: ReadonlyMap<string, Item>;
  /** Those whose apply was not begun, and those that are not ready: with many objects most looks are at few. */
  private readonly waiting: Set<Item>;
  private readonly open: Set<Item>;
  private isLost = false;
  private readonly wake: Wake;
  private readonly eyes = new AbortController();
  private readonly observatory: Observatory;
  private readonly surroundings: Surroundings;
  private readonly logs: MigrationLogs;
  /** Kinds that this very rollout brings. */
  private readonly definitions: ReadonlySet<string>;
  private readonly stuck: StuckPods;
  private readonly underWay = new Set<Promise<void>>();
  private fault: unknown;
  /** When what settles is looked at again, even if nothing changes; and not before when, even if much does. */
  private nextLook = Number.NEGATIVE_INFINITY;
  private soonestLook = Number.NEGATIVE_INFINITY;

  constructor(
    context: Context,
    objects: readonly PlannedObject[],
    order: Order,
    options: RolloutOptions,
  ) {
    const doom = { clock: context.clock, graces: options.graces };
    this.context = context;
    this.options = options;
    this.order = order;
    this.items = new Map(
      objects.map((each) => [
        each.wanted.key,
        new Item(each, order.get(each.wanted.key) ?? [], doom),
      ]),
    );
    this.definitions = definedKinds(objects.map(({ applied }) => applied));
    this.waiting = new Set(this.items.values());
    this.open = new Set(this.items.values());
    this.wake = new Wake(context.clock);
    this.observatory = new Observatory(context.cluster, this.eyes.signal, () => this.lookAgain());
    this.surroundings = new Surroundings(this.observatory);
    this.stuck = new StuckPods(context);
    this.logs = new MigrationLogs(context, this.eyes.signal);
  }

  async run(): Promise<RolledOut> {
    const { clock, signal } = this.context;
    const end = clock.now() + this.options.timeout;
    const onAbort = () => this.wake.up();
    signal.addEventListener("abort", onAbort);
    try {
      while (!this.isOver() && clock.now() < end) {
        this.begin();
        if (clock.now() >= this.nextLook) this.lookOnce();
        if (this.isOver()) break;
        await this.wake.wait(Math.max(Math.min(this.nextLook, end) - clock.now(), 0));
      }
      await Promise.all(this.underWay);
      if (this.fault !== undefined) throw this.fault;
      signal.throwIfAborted();
      await this.logs.finished();
      return this.ended(clock.now() >= end);
    } finally {
      signal.removeEventListener("abort", onAbort);
      this.eyes.abort();
      await this.observatory.closed();
    }
  }

  private isOver(): boolean {
    if (this.context.signal.aborted || this.fault !== undefined || this.isLost) return true;
    for (const item of this.open) if (this.options.isWaiting || !item.isApplied) return false;
    return true;
  }

  /** What is seen has changed. */
  private lookAgain(): void {
    this.nextLook = Math.min(this.nextLook, this.soonestLook);
    this.wake.up();
  }

  private lookOnce(): void {
    const { clock } = this.context;
    const begun = clock.now();
    const rest = this.look();
    const now = clock.now();
    this.nextLook = now + rest;
    this.soonestLook = now + (now - begun) * PAUSE;
  }

  /** Begins what can be begun. */
  private begin(): void {
    const { width = 16 } = this.options;
    const reached = new Map<string, boolean>();
    for (const item of this.waiting) {
      if (this.underWay.size >= width) return;
      if (!item.needs.every((need) => this.isMet(need, reached))) continue;
      this.waiting.delete(item);
      this.watchOver(this.apply(item));
    }
  }

  private watchOver(work: Promise<void>): void {
    const watched = work
      .catch((problem) => {
        this.fault ??= problem;
      })
      .finally(() => {
        this.underWay.delete(watched);
        this.wake.up();
      });
    this.underWay.add(watched);
  }

  private isMet(
    { key, until }: { readonly key: string; readonly until: "applied" | "ready" },
    reached: Map<string, boolean>,
  ): boolean {
    const item = this.items.get(key);
    if (item) return until === "ready" ? item.isPassed : item.isApplied;
    // All the ground of a namespace together.
    const known = reached.get(key);
    if (known !== undefined) return known;
    const isMet = (this.order.get(key) ?? []).every((need) => this.isMet(need, reached));
    reached.set(key, isMet);
    return isMet;
  }

  private async apply(item: Item): Promise<void> {
    const { action } = item.planned;
    const isWritten = action !== "none" && action !== "skip";
    if (isWritten) this.tell(item, "applying");
    try {
      if (isWritten) await this.untilServed(item.planned.applied);
      item.object = withoutOwners(await applyOne(this.context, item.planned));
      if (action === "skip") this.tell(item, "skipped", item.planned.why);
      else this.judge(item, undefined);
      if (!item.isReady) this.lookAgain();
    } catch (problem) {
      if (this.context.signal.aborted) return;
      if (!(problem instanceof ApiError)) throw problem;
      const message = this.context.masker.mask(problem.message);
      const reason = refusalName(message) === "FailedCreate" ? "Refused" : refusalName(message);
      this.lose(item, { reason, message, object: undefined });
    }
  }

  /**
   * The definition of a kind is established a moment before the server serves it. Where it is not even
   * then, the apply says so.
   */
  private async untilServed(object: KubeObject): Promise<void> {
    if (!isDefinedBy(this.definitions, object)) return;
    const { cluster, clock, signal } = this.context;
    const end = clock.now() + SERVED;
    while (!(await cluster.kindOf(object.apiVersion, object.kind, signal)) && clock.now() < end)
      await clock.sleep(ASK_AGAIN, signal);
  }

  /** Looks at what settles; milliseconds until it must be looked at again. */
  private look(): number {
    const moments = new Map<string | undefined, Around>();
    let rest = REST;
    for (const item of this.open) {
      if (item.phase !== "settling" || !item.object) continue;
      const { namespace } = item.ref;
      const around = moments.get(namespace) ?? this.surroundings.around(namespace);
      moments.set(namespace, around);
      item.see(this.surroundings.now(item.object));
      this.stuck.free(item.object, around);
      this.judge(item, around);
      if (item.planned.wanted.isMigration) this.logs.follow(item.ref, item.object, around);
      rest = Math.min(rest, item.watch.nextLook() ?? REST);
    }
    return Math.max(rest, 10);
  }

  /** @param around undefined right after the apply, when the server's answer is all that is known */
  private judge(item: Item, around: Around | undefined): void {
    const object = item.object as KubeObject;
    const beside = around ? this.surroundings.beside(object) : {};
    const doom = around && item.watch.judge(object, around, beside);
    if (doom) {
      this.lose(item, { ...doom, object });
      return;
    }
    const verdict = verdictOf(object, beside);
    const unsettled = around && item.watch.unsettled(object, around);
    const missing =
      verdict.state === "ready" ? (unsettled ?? this.addressMissing(object)) : verdict.message;
    this.tell(item, missing === undefined ? "ready" : "settling", missing);
    if (around && !item.isPassed) this.lookWhetherDone(item, object, around);
  }

  private lookWhetherDone(item: Item, object: KubeObject, around: Around): void {
    item.isDone = object.kind === "Job" && hasWorked(object, around.ownedBy(object, "Pod"));
    if (item.isDone) this.wake.up();
  }

  private addressMissing(object: KubeObject): string | undefined {
    const isMissing = this.options.awaitsAddresses && addressesOf(object)?.length === 0;
    return isMissing ? "it has no address yet" : undefined;
  }

  private lose(item: Item, lost: NonNullable<Item["lost"]>): void {
    item.lost = { ...lost, message: this.context.masker.mask(lost.message) };
    this.isLost = true;
    this.tell(item, "failed", item.lost.message);
  }

  private tell(item: Item, phase: Phase, text?: string): void {
    const message = text && this.context.masker.mask(text);
    if (item.phase === phase && item.message === message) return;
    item.phase = phase;
    item.message = message;
    if (item.isReady) {
      this.open.delete(item);
      // Others may have waited for just this.
      this.wake.up();
    }
    const { onMigrated } = this.options;
    if (item.planned.wanted.isMigration && phase === "ready" && onMigrated)
      this.watchOver(onMigrated(item.key));
    const { part } = item.planned.wanted;
    this.context.tell({ type: "object", ref: item.ref, part, phase, message });
  }

  private ended(isLate: boolean): RolledOut {
    const items = [...this.items.values()];
    const lost = items.filter((item) => item.lost).map(({ ref }) => titleOf(ref));
    const isOpen = items.some((item) => !item.isReady && !item.lost);
    for (const item of items) {
      if (item.phase !== "waiting") continue;
      this.tell(item, "left-alone", lost.length > 0 ? `${lost[0]} failed` : "the time was over");
    }
    return { items, isOverdue: isLate && lost.length === 0 && isOpen };
  }
}
