import { systemChecks } from "./system-checks.ts";

await systemChecks("thebot", "thebot/backend");
