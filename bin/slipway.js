#!/usr/bin/env node
// Old syntax only, so that an old Node can read far enough to say which Node is needed.
var needed = 24;

if (parseInt(process.versions.node, 10) < needed) {
  console.error(
    "slipway needs Node " +
      needed +
      " or newer; this is " +
      process.version +
      " (" +
      process.execPath +
      ").\n" +
      "Install one from https://nodejs.org, or for one project alone: npm install --save-dev node@26",
  );
  process.exitCode = 2;
} else {
  start();
}

function start() {
  var path = process.getBuiltinModule("path");
  var cache =
    process.env.XDG_CACHE_HOME || path.join(process.getBuiltinModule("os").homedir(), ".cache");
  process.getBuiltinModule("module").enableCompileCache(path.join(cache, "slipway", "compiled"));
  // Only a checkout has sources; a dist folder beside them may be older than they are.
  var sources = new URL("../src/cli/main.ts", import.meta.url);
  if (process.getBuiltinModule("fs").existsSync(sources)) import(sources.href);
  else import("../dist/main.js");
}
