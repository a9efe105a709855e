import { systemChecks } from "./system-checks.ts";

await systemChecks("wbot", "wbot-ai");
