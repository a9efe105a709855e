import type { ProgramEntry } from "../program-entry.ts";
import { programEntries } from "./program-entries.ts";
import {
  aString,
  type Check,
  listOf,
  literal,
  mapOf,
  objectOf,
  optional,
  type ShapeOf,
} from "./shape.ts";
import { type CallSite, callSite } from "./where.ts";

/** What a rule's findings shall weigh. `off`: nothing is told of it. */
export type Level = "off" | "info" | "warning" | "error";

interface Suppress {
  /** The id of the rule, such as `missing-secret`. */
  readonly rule: string;
  /**
   * The field, as a finding writes it, with all in it: `spec.template`. `*` in brackets stands for any
   * item: `spec.template.spec.containers[*].image`. Default: the whole object.
   */
  readonly path?: string;
  /** Why it is left alone, for somebody who reads it a year from now. */
  readonly reason: string;
  /** The last day on which it holds, like `2027-01-31` (UTC). Default: always. */
  readonly until?: string;
}

/** What one rule is not to tell, and why. */
export type Suppressed = Suppress &
  (
    | {
        /**
         * `KIND/NAME` or `KIND/NAMESPACE/NAME`, such as `Deployment/shop/web`; the name may end in `*`.
         * Without the namespace: in any, or in none.
         */
        readonly object: string;
        readonly file?: string;
      }
    | {
        readonly object?: string;
        /** A file or a folder, from the folder of the configuration; `*` stands for any characters. */
        readonly file: string;
      }
  );

/** What `slipway.config.ts` says. */
export interface SlipwayConfig {
  /**
   * What is in the cluster, or will be, without being in the input: `KIND/NAME` or
   * `KIND/NAMESPACE/NAME`, with `:KEY,KEY` behind it for a ConfigMap or a Secret, such as
   * `Secret/shop/db:password`. Those of `--assume` come on top. Default: nothing.
   */
  readonly assume?: readonly string[];
  /**
   * What findings weigh, by the id of their rule or the name of a layer; a rule's own comes first.
   * Default: what `slipway check --explain RULE` says.
   */
  readonly severities?: Readonly<Record<string, Level>>;
  /** What is left alone, and why. Default: nothing. */
  readonly suppress?: readonly Suppressed[];
  /**
   * The file with the findings that were there when checking began, from the folder of the
   * configuration; `slipway check --write-baseline FILE` writes it. Default: none.
   */
  readonly baseline?: string;
  /**
   * What is known of images of one's own, or known better than by Slipway, for the rules of the layer
   * `programs`: ports, folders that are written, variables that are needed, configuration. One with an
   * image or executable of a program that Slipway knows takes its place. Default: what Slipway knows.
   */
  readonly programs?: readonly ProgramEntry[];
}

interface AnySuppressed extends Suppress {
  readonly object?: string;
  readonly file?: string;
}

const suppressed: Check = objectOf<AnySuppressed>({
  rule: aString,
  object: optional(aString),
  file: optional(aString),
  path: optional(aString),
  reason: aString,
  until: optional(aString),
} satisfies ShapeOf<AnySuppressed>);

/** The check of a configuration at run time. */
export const configurationCheck: Check = objectOf<SlipwayConfig>({
  assume: optional(listOf(aString)),
  severities: optional(mapOf(literal("off", "info", "warning", "error"))),
  suppress: optional(listOf(suppressed)),
  baseline: optional(aString),
  programs: optional(programEntries),
} satisfies ShapeOf<SlipwayConfig>);

const sites = new WeakMap<object, CallSite>();

/**
 * What `slipway check` is to know of a project; a `slipway.config.ts` exports it as its default. It is
 * found beside the platform, or in the current folder.
 *
 * @example
 * export default defineConfig({
 *   assume: ["Secret/shop/db:password"],
 *   severities: { "missing-secret": "error" },
 *   suppress: [
 *     { rule: "deprecated-api", object: "Endpoints/shop/db", reason: "the old proxy reads no slices" },
 *   ],
 *   baseline: "slipway-baseline.json",
 *   programs: [
 *     {
 *       name: "the backend",
 *       images: ["shop/backend"],
 *       versions: "all",
 *       source: "backend/Dockerfile",
 *       executables: [],
 *       ports: [{ port: 8000, env: ["PORT"] }],
 *     },
 *   ],
 * });
 */
export function defineConfig(config: SlipwayConfig): SlipwayConfig {
  const self = Object.freeze({ ...config });
  sites.set(self, callSite(defineConfig));
  return self;
}

/** Where a configuration was written; undefined for what `defineConfig` did not make. */
export function configurationSite(value: unknown): CallSite | undefined {
  return typeof value === "object" && value !== null ? sites.get(value) : undefined;
}
