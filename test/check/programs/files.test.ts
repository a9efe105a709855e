import assert from "node:assert/strict";
import { it } from "node:test";
import { readIni, readRedis } from "../../../src/check/programs/files/key-values.ts";
import { directivesIn, readNginx } from "../../../src/check/programs/files/nginx.ts";
import { durationOf } from "../../../src/check/programs/monitoring/durations.ts";

function faultOf(text: string): string | undefined {
  const read = readNginx(text);
  return "fault" in read ? `${read.fault.line}: ${read.fault.message}` : undefined;
}

it("nginx: directives, blocks, quotes, variables and comments", () => {
  const read = readNginx(`
    # listen 1;
    map $http_upgrade $connection { default upgrade; '' close; }
    server {
      listen 80; listen [::]:80 default_server;
      add_header X "a; b { c";
      location ~ "^/(\\d{2})/" { return 200 '\${uri}'; }
      return 301 https://$host\${request_uri};
    }`);
  assert.ok("directives" in read);
  const listens = [...directivesIn(read.directives, ["listen"])];
  assert.deepEqual(
    listens.map(({ args, line }) => [...args, line]),
    [
      ["80", 5],
      ["[::]:80", "default_server", 5],
    ],
  );
});

it("nginx: what has no form is told with its line", () => {
  assert.match(faultOf("server {\n listen 80\n}") ?? "", /^2: the directive listen is not ended/);
  assert.match(faultOf("server {\n listen 80\n root /x;\n}") ?? "", /^2: the directive listen/);
  assert.match(faultOf("server {\n listen 80;\n") ?? "", /^1: the block of server is not closed/);
  assert.match(faultOf("server {\n}\n}") ?? "", /^3: there is a "}" too many/);
  assert.match(faultOf('add_header X "a;\n') ?? "", /^1: the " is not closed/);
  assert.match(faultOf("; listen 80;") ?? "", /follows no directive/);
});

it("nginx: forms that look wrong and are not", () => {
  for (const text of [
    "",
    "log_format main '$remote_addr - $remote_user'\n  '\"$request\"';",
    "server_name a.example.org\n  b.example.org;",
    "ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256;",
    "location ~ \\.php$ { fastcgi_pass unix:/run/php.sock; }",
    "if ($host = 'a') { return 404; }",
    "server { listen ${PORT}; }",
    "add_header\n  Content-Security-Policy\n  \"default-src 'self'\";",
    "content_by_lua_block {\n  ngx.say('}')\n  local x = \"it's\"\n}",
  ])
    assert.equal(faultOf(text), undefined, text);
});

it("Redis: a keyword and its arguments; comments stand on their own lines", () => {
  assert.deepEqual(readRedis("# port 1\nPORT 6380\nrequirepass \"a b\"\nsave ''\n"), [
    { key: "port", value: "6380", line: 2 },
    { key: "requirepass", value: "a b", line: 3 },
    { key: "save", value: "", line: 4 },
  ]);
});

it("ini: values lose comments and quotes; sections of clients do not count", () => {
  const read = readIni("port = 5433 # mine\nname='a # b'\n[client]\nport=1\n[mysqld]\nport=3307\n");
  assert.deepEqual(
    read.map(({ key, value }) => `${key}=${value}`),
    ["port=5433", "name=a # b", "port=3307"],
  );
});

it("durations are whole numbers with units, the greatest first", () => {
  assert.equal(durationOf("1h30m"), 5_400_000);
  assert.equal(durationOf("15s"), 15_000);
  for (const text of ["", "15", "1.5m", "30 s", "1m1h", "5min"])
    assert.equal(durationOf(text), undefined);
});
