import type { System } from "../../examples/systems.ts";
import type { Network } from "../table.ts";
import { basebook } from "./basebook.ts";
import { piyasa } from "./piyasa.ts";
import { thebot } from "./thebot.ts";
import { wbot } from "./wbot.ts";

/** The network of each example. */
export const networks: Readonly<Record<System, Network>> = { thebot, wbot, piyasa, basebook };
