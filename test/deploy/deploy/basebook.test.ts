import { systemChecks } from "./system-checks.ts";

await systemChecks("basebook", "basebook/backend");
