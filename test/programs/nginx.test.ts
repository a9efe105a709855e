import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { Place } from "../examples/example.ts";
import { needs } from "./installed.ts";
import { checks, checksOf } from "./nginx-checks.ts";
import { type SiteFacts, siteFacts } from "./nginx-facts.ts";
import { Site } from "./nginx-site.ts";
import { environment, file, mainContainer, object, places } from "./rendered.ts";

const nameOf = ({ system, environment }: Place) => `${system} ${environment}`;
const factsOf = (place: Place) => siteFacts[nameOf(place)] as SiteFacts;
const withSite = places.filter(({ resolved }) => resolved.sites.length > 0);

function prepare(place: Place, change = (conf: string) => conf): Promise<Site> {
  const facts = factsOf(place);
  const { settings } = facts;
  const served = settings && file(place, settings.config, settings.file);
  return Site.prepare(facts, change(file(place, facts.config, "nginx.conf")), served);
}

/** A fault that someone could write, and the check that must see it. */
const faults: readonly (readonly [
  place: "thebot production" | "piyasa dev" | "piyasa prod",
  check: string,
  from: string | RegExp,
  to: string,
])[] = [
  [
    "thebot production",
    "gives the page for every path of the application",
    "try_files $uri /index.html;",
    "",
  ],
  [
    "thebot production",
    "gives the page for every path of the application",
    "$uri /index",
    "$uri $uri/ /index",
  ],
  [
    "thebot production",
    "answers a probe, which says nothing of TLS",
    "location = /index.html {",
    "location = /x {",
  ],
  ["thebot production", "sends people without TLS to https", "!= https", "= http2"],
  [
    "thebot production",
    "puts the safe headers on every sort of answer, once",
    /(location = \/index\.html \{)[^}]*\}/,
    "$1 add_header Cache-Control no-cache always; }",
  ],
  [
    "thebot production",
    "puts the safe headers on every sort of answer, once",
    "proxy_hide_header X-Frame-Options;",
    "",
  ],
  [
    "thebot production",
    "puts the safe headers on every sort of answer, once",
    /"DENY" always/g,
    '"DENY"',
  ],
  [
    "thebot production",
    "lets the allowed page call, and no other",
    "$allowed_origin always",
    "$http_origin always",
  ],
  [
    "thebot production",
    "answers the allowed page's preflight itself",
    /if \(\$preflight\) \{[^}]*\}/g,
    "",
  ],
  [
    "thebot production",
    "compresses files and answers",
    "gzip_min_length 1024;",
    "gzip_min_length 1m;",
  ],
  [
    "thebot production",
    "hands WebSockets on in both directions",
    /proxy_set_header (Upgrade|Connection) [^;]*;/g,
    "",
  ],
  [
    "thebot production",
    "hands a stream on while it still runs, compressed too",
    /proxy_buffering off;/g,
    "proxy_buffering on;",
  ],
  [
    "thebot production",
    "serves the settings of the environment",
    "try_files $uri /",
    "try_files $uri.gone /",
  ],
  [
    "thebot production",
    "keeps a log file for each pod",
    "/var/log/nginx/$hostname.log",
    "/var/log/nginx/access.log",
  ],
  [
    "thebot production",
    "takes bodies up to their most",
    "client_max_body_size 50m",
    "client_max_body_size 1m",
  ],
  [
    "thebot production",
    "tells the backend who asks, and how",
    /proxy_set_header Host \$host;/g,
    "",
  ],
  ["piyasa prod", "sends people without TLS to https", "!= https", "= http2"],
  [
    "piyasa prod",
    "leaves calls from elsewhere to the backend",
    "index index.html;",
    "index index.html; add_header Access-Control-Allow-Origin * always;",
  ],
  [
    "piyasa prod",
    "tells the backend who asks, and how",
    "proxy_pass http://api-service-8000;",
    "proxy_pass http://api-service-8000/;",
  ],
  [
    "piyasa dev",
    "answers people without TLS, for there is none",
    "try_files $uri /index.html;",
    "if ($forwarded_proto != https) { return 301 https://$host$request_uri; } try_files $uri /index.html;",
  ],
];

test("each site that is rendered is known here", () => {
  assert.deepEqual(withSite.map(nameOf), Object.keys(siteFacts));
  for (const { resolved } of withSite) assert.equal(resolved.sites.length, 1);
});

suite("nginx with the rendered nginx.conf", needs("nginx"), () => {
  for (const place of withSite) {
    suite(nameOf(place), () => {
      let site: Site;
      before(async () => {
        site = await prepare(place);
      });
      after(() => site.stop());

      test("accepts it", async () => {
        const { code, printed } = await site.test();
        assert.equal(code, 0, printed);
        assert.doesNotMatch(printed, /\[(warn|alert|emerg)\]/);
        await site.start();
      });

      for (const says of checksOf(factsOf(place))) {
        test(says, { timeout: 20_000 }, async () => {
          site.backend.seen.length = 0;
          await checks[says]?.(site);
        });
      }

      test("waits for a silent backend as long as it should", () => {
        const { config, timeout, handedOn } = factsOf(place);
        const conf = file(place, config, "nginx.conf");
        for (const direction of ["read", "send"]) {
          const said = [...conf.matchAll(new RegExp(`proxy_${direction}_timeout (.*);`, "g"))];
          const expected = handedOn.map(() => timeout);
          assert.deepEqual(
            said.map(([, value]) => value),
            expected,
          );
        }
      });
    });
  }

  test("refuses a directive it does not know", async () => {
    const site = await prepare(environment("thebot", "production"), (conf) =>
      conf.replace("gzip on;", "gzipped on;"),
    );
    const { code, printed } = await site.test();
    await site.stop();
    assert.notEqual(code, 0);
    assert.match(printed, /unknown directive "gzipped"/);
  });

  for (const [where, check, from, to] of faults) {
    test(`seen in ${where}: no more "${check}" with ${from} → ${to || "nothing"}`, {
      timeout: 20_000,
    }, async () => {
      const place = withSite.find((each) => nameOf(each) === where) as Place;
      assert.ok(checksOf(factsOf(place)).includes(check));
      const site = await prepare(place, (conf) => {
        const changed = conf.replaceAll(from instanceof RegExp ? new RegExp(from, "g") : from, to);
        assert.ok(changed !== conf, "the fault is planted");
        return changed;
      });
      try {
        await site.start();
        await assert.rejects(async () => checks[check]?.(site));
      } finally {
        await site.stop();
      }
    });
  }

  test("has a writable folder in the pod for everything that nginx writes", () => {
    for (const place of withSite) {
      const { program, config, logs } = factsOf(place);
      const conf = file(place, config, "nginx.conf");
      const { volumeMounts = [] } = mainContainer(object(place, "Deployment", program));
      const writable = volumeMounts.filter((mount) => !mount.readOnly);
      const written = conf.matchAll(/^\s*(?:pid|\w+_temp_path|access_log) (\/(?!dev)[^ ;]+)/gm);
      const paths = [...written].map(([, path]) => path as string);
      assert.ok(paths.length >= (logs ? 7 : 6), "pid, temporary files and log");
      for (const path of paths)
        assert.ok(
          writable.some(({ mountPath }) => path.startsWith(`${mountPath}/`)),
          path,
        );
    }
  });
});
