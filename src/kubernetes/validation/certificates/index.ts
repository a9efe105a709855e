import type { GroupRules } from "../kind-rules.ts";

export const rules: GroupRules = {};
