import { systemChecks } from "./system-checks.ts";

await systemChecks("piyasa", "piyasa_chat_bot/api");
