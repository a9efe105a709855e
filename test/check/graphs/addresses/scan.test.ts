import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { documentHosts, scriptHosts } from "../../../../src/check/graphs/addresses/documents.ts";
import type { Token } from "../../../../src/check/graphs/addresses/hosts.ts";
import { plainHosts } from "../../../../src/check/graphs/addresses/plain.ts";
import { scan, scanConnection } from "../../../../src/check/graphs/addresses/scan.ts";
import { meaningOfName, portNameOf } from "../../../../src/check/graphs/addresses/words.ts";

const shown = (found: readonly Token[]) =>
  found.map(({ scheme, host, port }) => `${scheme ?? ""} ${host} ${port ?? ""}`.trim());
const isService = (name: string) => ["redis", "web"].includes(name);

describe("scan", () => {
  const cases: readonly (readonly [string, ...string[]])[] = [
    ["http://api/v1", "http api 80"],
    ["https://api.shop.svc:8443", "https api.shop.svc 8443"],
    ["postgresql+psycopg://u:p@db:5433/shop?sslmode=require", "postgresql db 5433"],
    ["postgres://u:p%40ss@db/shop", "postgres db 5432"],
    ["postgres://u:a:b@c@db:5432/shop", "postgres db 5432"],
    ["jdbc:postgresql://db:5432/shop", "postgresql db 5432"],
    ["jdbc:sqlserver://sql:1433;databaseName=shop", "sqlserver sql 1433"],
    ["mongodb://u:p@m-0.m:27017,m-1.m:27018/shop", "mongodb m-0.m 27017", "mongodb m-1.m 27018"],
    ["http://a:80,http://b:81", "http a 80", "http b 81"],
    ["amqp://guest:guest@rabbit", "amqp rabbit 5672"],
    ["dns:///checkout:5050", "dns checkout 5050"],
    ["http://[::1]:8080/", "http ::1 8080"],
    ["HTTP://API.Shop.SVC./", "http api.shop.svc 80"],
    [
      "look at db.shop.svc.cluster.local:5432, or at web.shop.svc",
      "db.shop.svc.cluster.local 5432",
      "web.shop.svc",
    ],
    ["--to=db-0.db.shop.svc", "db-0.db.shop.svc"],
  ];
  for (const [text, ...expected] of cases)
    it(`finds the hosts of ${text}`, () => assert.deepEqual(shown(scan(text)), expected));

  const none = [
    "http://$HOST:80/",
    "http://${HOST}/",
    "http://{{ .Values.host }}/",
    "http://api-{{ .Release }}:80/",
    "http://%s/",
    "http://<host>/",
    "http://*.shop.com/",
    "http://api:$PORT/",
    "http://api:99999/",
    "http://\0:80/",
    "unix:///run/app.sock",
    "s3://bucket/key",
    "file:///etc/hosts",
    "xmlns=http://www.w3.org/2000/svg",
    "*.shop.svc",
    "project.svc.id.goog",
    ".svc,.cluster.local",
    "shop.svc",
    "$(NAME).shop.svc",
    "the.svc.file",
  ];
  for (const text of none)
    it(`finds none in ${JSON.stringify(text)}`, () => assert.deepEqual(shown(scan(text)), []));

  it("takes time linear in texts that repeat what it looks for", () => {
    for (const part of [".svc", "a.svc", "://", "http://", "a.b.svc:", "http://a,", "a@", "-"])
      scan(part.repeat(200_000 / part.length));
  });
});

describe("connection strings that are no URLs", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["user:secret@tcp(mysql:3306)/shop?parseTime=true", "mysql mysql 3306"],
    ["jdbc:oracle:thin:@ora:1521/XE", "oracle ora 1521"],
    ["host=db port=5433 dbname=shop user=app password=secret", "postgres db 5433"],
    ["dbname=shop host='db' sslmode=disable", "postgres db 5432"],
    ["Server=tcp:sql,1433;Database=shop;User Id=sa;Password=secret", "sql 1433"],
    ["Server=mysql;Port=3307;Uid=app;Pwd=secret;Database=shop", "mysql 3307"],
    ["Data Source=sql;Initial Catalog=shop", "sql"],
  ];
  for (const [text, expected] of cases)
    it(`finds ${expected}`, () => {
      const found = scanConnection(text);
      assert.deepEqual(found && shown([found]), [expected]);
    });
  for (const text of ["a=b", "host=db", "Server=nginx", "user@tcp", "host=$DB dbname=shop"])
    it(`finds none in ${text}`, () => assert.equal(scanConnection(text), undefined));
});

describe("values that are told by their name", () => {
  const cases: readonly (readonly [string, string, ...string[]])[] = [
    ["REDIS_ADDR", "redis:6379", "redis 6379"],
    ["CATALOG_ENDPOINT", "catalog:80/v1", "catalog 80"],
    [
      "KAFKA_BROKERS",
      "kafka-0.kafka:9092,kafka-1.kafka:9092",
      "kafka-0.kafka 9092",
      "kafka-1.kafka 9092",
    ],
    ["DB_HOST", "postgres", "postgres"],
    ["dbHost", "db.shop", "db.shop"],
    ["ANYTHING", "redis:6379", "redis 6379"],
    ["AMQP_SERVER", "rabbit", "rabbit"],
    ["mongo", "user-db:27017", "user-db 27017"],
  ];
  for (const [name, value, ...expected] of cases)
    it(`finds ${expected} in ${name}`, () =>
      assert.deepEqual(shown(plainHosts(value, [name], isService)), expected));

  const none: readonly (readonly [string, string])[] = [
    ["IMAGE", "nginx:1"],
    ["MODE", "primary"],
    ["SERVICE_NAME", "web"],
    ["DB_USER", "redis"],
    ["LISTEN_ADDRESS", "web:80"],
    ["CORS_ALLOWED_ORIGINS", "web:80"],
    ["TRUST_HOST", "true"],
    ["GREETING_HOST", "hello to web:80"],
    ["REDIS_PORT", "redis:6379"],
    ["TIME_SERVER", "12:30"],
    ["API_HOST", "${NAME}:80"],
  ];
  for (const [name, value] of none)
    it(`finds none in ${name}=${value}`, () =>
      assert.deepEqual(plainHosts(value, [name], isService), []));

  it("reads the names as words", () => {
    assert.equal(meaningOfName("spring.redis.host").isHost, true);
    assert.equal(meaningOfName("DB_HOST_NAME").isHost, true);
    assert.equal(meaningOfName("USER_SERVICE_URL").isPlace, true);
    assert.equal(meaningOfName("API_KEY").isPlace, false);
    assert.equal(portNameOf("DB_HOST"), "DB_PORT");
    assert.equal(portNameOf("dbHost"), "dbPort");
    assert.equal(portNameOf("spring.redis.host"), "spring.redis.port");
    assert.equal(portNameOf("DB_URL"), undefined);
  });
});

describe("configuration files", () => {
  const lines = (text: string) =>
    documentHosts(text, isService).map(
      ({ host, port, line }) => `${line}: ${host}${port === undefined ? "" : ` ${port}`}`,
    );

  it("reads nginx, and knows its own groups of servers", () => {
    const text = `upstream app {
  # server old:8000;
  server backend:8000;
  server spare;
}
server {
  listen 80;
  server_name shop.example.com;
  location / { proxy_pass http://app; }
  location /ws {
    proxy_pass http://sockets:9000; # not http://old
    fastcgi_pass php:9000;
  }
}
`;
    assert.deepEqual(lines(text), [
      "3: backend 8000",
      "4: spare",
      "11: sockets 9000",
      "12: php 9000",
    ]);
  });

  it("reads Prometheus and its lists", () => {
    const text = `alerting:
  alertmanagers:
    - static_configs:
        - targets: ["alertmanager:9093", 'second:9093']
scrape_configs:
  - job_name: node
    static_configs:
      - targets:
          - node-exporter:9100   # one
          # - old:9100
          - web:80
        labels: { team: shop }
rules:
  - record: job:http:rate5m
`;
    assert.deepEqual(lines(text), [
      "4: alertmanager 9093",
      "4: second 9093",
      "9: node-exporter 9100",
      "11: web 80",
    ]);
  });

  it("reads env files, properties and YAML with the port on a line of its own", () => {
    assert.deepEqual(lines("# DB_HOST=old\nexport DB_HOST=db\nDB_PORT=5432\n"), ["2: db 5432"]);
    assert.deepEqual(lines("spring.redis.port=6380\nspring.redis.host=cache\n"), ["2: cache 6380"]);
    assert.deepEqual(lines("db:\n  host: db\n  name: shop\n  port: 5432\n"), ["2: db 5432"]);
    assert.deepEqual(lines('{\n  "host": "db",\n  "port": 5432\n}\n'), ["2: db 5432"]);
    assert.deepEqual(lines("; url=http://old\n// http://older\n<!-- http://x\nhttp://y -->\n"), []);
  });

  it("reads shell commands", () => {
    const hosts = (text: string) => shown(scriptHosts(text));
    assert.deepEqual(hosts("until nc -z -w 2 db 5432; do sleep 1; done"), ["db 5432"]);
    assert.deepEqual(hosts("pg_isready -h db -p 5433 && run"), ["db 5433"]);
    assert.deepEqual(hosts("# curl old:80\ncurl -sf web:8080/health"), ["web 8080"]);
    assert.deepEqual(hosts("redis-cli -h cache ping; nslookup api"), ["cache", "api"]);
    assert.deepEqual(hosts("nc -z $DB 5432; pg_isready -h ${DB}; echo done:80"), []);
  });
});
