import type { GroupRules } from "../kind-rules.ts";
import { rules as cluster } from "./cluster.ts";
import { rules as config } from "./config.ts";
import { rules as pods } from "./pods.ts";
import { rules as services } from "./services.ts";
import { rules as storage } from "./storage.ts";

export const rules: GroupRules = { ...pods, ...services, ...config, ...cluster, ...storage };
