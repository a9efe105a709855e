import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { needs } from "./installed.ts";
import { checks } from "./nginx-checks.ts";
import { Site } from "./nginx-site.ts";
import { containerOf, environment, environments, file, object } from "./thebot.ts";

const origins: Readonly<Record<string, string>> = {
  dev: "https://dev.the-bot.ru",
  staging: "https://staging.the-bot.ru",
  production: "https://the-bot.ru",
};

function prepare(name: string, change = (conf: string) => conf): Promise<Site> {
  const given = environment(name);
  const conf = file(given, "nginx-config", "nginx.conf");
  return Site.prepare(change(conf), file(given, "frontend-config", "config.json"));
}

/** A fault that someone could write, and the check that must see it. */
const faults: readonly (readonly [check: string, from: string | RegExp, to: string])[] = [
  ["gives the page for every path of the application", "try_files $uri /index.html;", ""],
  ["gives the page for every path of the application", "$uri /index", "$uri $uri/ /index"],
  ["answers a probe, which says nothing of TLS", "location = /index.html {", "location = /x {"],
  ["sends people without TLS to https", "!= https", "= http2"],
  [
    "puts the safe headers on every sort of answer, once",
    /(location = \/index\.html \{)[^}]*\}/,
    "$1 add_header Cache-Control no-cache always; }",
  ],
  ["puts the safe headers on every sort of answer, once", "proxy_hide_header X-Frame-Options;", ""],
  ["puts the safe headers on every sort of answer, once", /"DENY" always/g, '"DENY"'],
  ["lets the allowed page call, and no other", "$allowed_origin always", "$http_origin always"],
  ["answers the allowed page's preflight itself", /if \(\$preflight\) \{[^}]*\}/g, ""],
  ["compresses files and answers", "gzip_min_length 1024;", "gzip_min_length 1m;"],
  ["hands WebSockets on in both directions", /proxy_set_header (Upgrade|Connection) [^;]*;/g, ""],
  [
    "hands a stream on while it still runs, compressed too",
    /proxy_buffering off;/g,
    "proxy_buffering on;",
  ],
  ["serves the settings of the environment", "try_files $uri /", "try_files $uri.gone /"],
  ["keeps a log file for each pod", "/var/log/nginx/$hostname.log", "/var/log/nginx/access.log"],
  ["takes bodies up to 50 MiB", "client_max_body_size 50m", "client_max_body_size 1m"],
  ["tells the backend who asks, and how", /proxy_set_header Host \$host;/g, ""],
];

suite("nginx with the rendered nginx.conf", needs("nginx"), () => {
  for (const { environment: name } of environments) {
    suite(name, () => {
      let site: Site;
      before(async () => {
        site = await prepare(name);
      });
      after(() => site.stop());

      test("accepts it", async () => {
        const { code, printed } = await site.test();
        assert.equal(code, 0, printed);
        assert.doesNotMatch(printed, /\[(warn|alert|emerg)\]/);
        await site.start();
      });

      for (const [says, check] of Object.entries(checks)) {
        test(says, { timeout: 20_000 }, async () => {
          site.backend.seen.length = 0;
          await check(site, origins[name] as string);
        });
      }
    });
  }

  test("refuses a directive it does not know", async () => {
    const site = await prepare("production", (conf) => conf.replace("gzip on;", "gzipped on;"));
    const { code, printed } = await site.test();
    await site.stop();
    assert.notEqual(code, 0);
    assert.match(printed, /unknown directive "gzipped"/);
  });

  for (const [check, from, to] of faults) {
    test(`seen: no more "${check}" with ${from} → ${to || "nothing"}`, {
      timeout: 20_000,
    }, async () => {
      const site = await prepare("production", (conf) => {
        const changed = conf.replaceAll(from instanceof RegExp ? new RegExp(from, "g") : from, to);
        assert.ok(changed !== conf, "the fault is planted");
        return changed;
      });
      try {
        await site.start();
        await assert.rejects(async () => checks[check]?.(site, "https://the-bot.ru"));
      } finally {
        await site.stop();
      }
    });
  }

  test("has a writable folder in the pod for everything that nginx writes", () => {
    for (const given of environments) {
      const conf = file(given, "nginx-config", "nginx.conf");
      const { volumeMounts = [] } = containerOf(object(given, "Deployment", "frontend"));
      const writable = volumeMounts.filter((mount) => !mount.readOnly);
      const written = conf.matchAll(/^\s*(?:pid|\w+_temp_path|access_log) (\/(?!dev)[^ ;]+)/gm);
      const paths = [...written].map(([, path]) => path as string);
      assert.ok(paths.length >= 7, "pid, temporary files and log");
      for (const path of paths)
        assert.ok(
          writable.some(({ mountPath }) => path.startsWith(`${mountPath}/`)),
          path,
        );
    }
  });
});
