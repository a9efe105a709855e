import type { Collector } from "./collector.ts";
import type { Place } from "./place.ts";

/** What objects of a kind name, by `group/Kind`. */
export type From = Readonly<Record<string, (object: Place, to: Collector) => void>>;
