import { KINDS, NAME_RULES, type Question } from "./questions.ts";

/*
 * The questions whose answers are recorded: ordinary texts, the edges of each rule, and mistakes
 * that people make.
 */

const QUANTITIES = `0 1 -1 +1 00 007 . + - +. m Ki 1. .5 -.5 1.5 1.500 1.50 0.1 0.5m 1m 1500m 1000m
999m 100u 1n 0.1n 0.0000000001 -0.0000000001 1.0000000001 1k 1K 1M 1G 1T 1P 1E 1000E 999E 1000P
1Ki 1Mi 1Gi 1Ti 1Pi 1Ei 7Ei 8Ei 9Ei -8Ei -9Ei 1024Ki 1025Ki 1024Mi 1536Mi 1.5Gi 0.5Ki 0.1Ki 0.0001Ki
-0.0001Ki 1.1Mi 0.0Ki 1023 1024 2048Ki 12345678901234567890 123456789012345678 1234567890123456789
9223372036854775807 9223372036854775808 18446744073709551616Ki 1e3 1E3 1e-3 1e03 1e+3 1e1 1e2 100e1
1000e0 1.1e3 1.5e9 1e100 1e-9 1e-10 1e-100 1e 1E 1e+ 1e- e3 1e3.5 1e3k 1ee3 1eE3 12e6 1E5 1Ee5
1e4294967296 1e4294967299 1e9223372036854775808 512mb 512MB 512Mb 512mi 1g 1gi 1GB 1GiB 1ki 1KI 1b 1B
1cpu 1,5 1_000 0x10 1/2 50% NaN Infinity five 1-1 1+1 --1 +-1 1.1.1 1..1 1.Gi 01.10Gi 100000000000m
5000000000000000n 1000000n 1000000000000000000000 0.000000000000000000001 3.000m 3.0000000000m
1i .Ki -m constructor __proto__ toString 1toString`;

const NAMES = `a A - _ . .. ... a- -a a-b a--b a.b a..b .a a. a_b a/b a/b/c /a a/ A/b a/B a.b/c a-.b/c
a.-b 0 0a a0 123 1-2 my-app MyApp my_app my.app My.App/x *.example.com *.*.example.com *example.com
*. * a.*.com example.com example.com. EXAMPLE.com example.com:8080 https://example.com example.com/x
10.0.0.1 10.0.0 010.0.0.1 256.0.0.1 ::1 fe80::1 2001:db8::1 http HTTP http-web http--web -http http-
p80 80 8080-tcp a1234567890123 a12345678901234 a123456789012345 ..data .data ..  data.. a=b =a a= =
PATH my-var my.var 1VAR a%b %2f a:b system:node a@b a+b a~b a!b kubernetes orphan foregroundDeletion
kubernetes.io/pvc-protection example.com/my_Finalizer.1 app.kubernetes.io/name constructor __proto__`;

const DURATIONS = `0 +0 -0 00 0s 1 1s 1m 1h 1d 1w 1y 1ms 1us 1µs 1μs 1ns 1.5h 1.5 .5s 5.s . .s -1s +1s
--1s 1h30m 30m1h 1h30 1h 30m 1s1s 1m1m 1d12h 12h1d 1y2w3d4h5m6s7ms 2w1y 1ms1s 1M 1H 1S 1sec 5min
1.0000000001h 0.123456789123456789s 9223372036854775807ns 9223372036854775808ns
-9223372036854775808ns 2562047h47m16.854775807s 2562047h47m16.854775808s 2562048h 293y 292y 15250w
99999999999999999999s 0.9223372036854775807h 0.92233720368547758071h constructor 1constructor`;

const SCHEDULES = [
  ..."* ? 0 5 59 60 -1 +5 05 */5 */0 */1 */60 */99999 0/15 5/10 5-10 10-5 5-10/2 *-5 ?/2 ?-a".split(
    " ",
  ),
  ..."1,2,3 1,,2 , ,, 1-5-7 1/2/3 /5 5/ 5- -5 a 1a 1.5 0x5 1_0 5/+2 9223372036854775808 *,1 1,*".split(
    " ",
  ),
]
  .map((minute) => `${minute} * * * *`)
  .concat(
    ..."0-23 24 */6 22-2 23".split(" ").map((hour) => `0 ${hour} * * *`),
    ..."0 1 31 32 1-31 */10 ? L W 15W 1#2 31,30".split(" ").map((day) => `0 0 ${day} * *`),
    ..."0 1 12 13 jan JAN Feb-apr dec-jan january 1-dec */3 jan/2"
      .split(" ")
      .map((m) => `0 0 1 ${m} *`),
    ..."0 6 7 sun SUN sat-sun mon-fri sunday mon,wed * ? */2 5L 1#1"
      .split(" ")
      .map((d) => `0 0 * * ${d}`),
  )
  .concat(
    [
      "",
      " ",
      "* * * *",
      "* * * * * *",
      " * * * * * ",
      "*\t*\n*  * *",
      "* * * * *\u00a0",
      "0 0 13 * 5",
    ],
    ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly", "@reboot"],
    [
      "@Daily",
      "@daily ",
      " @daily",
      "@",
      "@every 1h",
      "@every",
      "@every ",
      "@every  1h",
      "@every 5",
    ],
    ["@every -1h", "@every 0", "@every 1ms", "@every 1.5s", "@every 1h30m", "@every 1d"],
    [
      "TZ=UTC * * * * *",
      "CRON_TZ=UTC 0 0 * * *",
      "TZ=0",
      "0 0 * * * TZ",
      "TZ=UTC @daily",
      "constructor",
    ],
  );

const RUNS = [
  ...[
    "* * * * *",
    "*/15 * * * *",
    "30 2 * * *",
    "0 0 * * *",
    "0 0 1 * *",
    "0 0 13 * 5",
    "0 0 */2 * 1",
  ],
  ...[
    "0 0 31 * *",
    "0 0 29 2 *",
    "0 0 31 2 *",
    "59 23 31 12 *",
    "0 0 * * mon-fri",
    "0 12 1,15 jan,jul ?",
  ],
  ...[
    "@hourly",
    "@weekly",
    "@yearly",
    "@every 90m",
    "@every 1.5s",
    ", * * * *",
    "0 0 ? * 0",
    "5/20 1-3 * * *",
  ],
];
const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "America/Havana", "Asia/Kathmandu"];
const MOMENTS = [
  "2026-01-31T23:59:59Z",
  "2026-03-28T23:15:07.5Z",
  "2026-03-29T00:59:30Z",
  "2026-10-25T00:30:00Z",
  "2026-11-01T05:59:59Z",
];

const TIME_ZONES = `UTC utc Utc Etc/UTC Europe/Berlin europe/berlin Europe/berlin EUROPE/BERLIN
America/Argentina/Buenos_Aires America/Port-au-Prince US/Pacific Asia/Calcutta Asia/Kolkata Europe/Kiev
Europe/Kyiv EST EST5EDT PST PST8PDT GMT GMT0 GMT+0 Etc/GMT+5 Etc/GMT-14 Zulu Local local LOCAL Mars/Phobos
Europe /Europe/Berlin Europe/Berlin/ Europe//Berlin . .. ../UTC -UTC +01:00 UTC+1 CET Berlin JST IST BST
America/Argentina/ComodRivadavia constructor`;

const CIDRS = `0.0.0.0/0 10.0.0.0/8 10.0.0.1/8 10.0.0.1/32 10.0.0.0/33 10.0.0.0/08 010.0.0.0/8 10.0.0.0
10.0.0.0/ /8 10.0.0/8 10.0.0.0/-1 10.0.0.0/+8 10.0.0.0/8/8 ::/0 2001:db8::/32 2001:db8::1/32 2001:DB8::/32
2001:db8:0:0:0:0:0:0/32 2001:0db8::/32 ::ffff:10.0.0.0/104 ::ffff:10.0.0.0/128 ::10.0.0.0/104 ::/129
fe80::1%eth0/64 fe80::/10 1::2::3/64 2001:db8::192.0.2.0/120 ::1/128 a.b.c.d/8 0/0 64:ff9b::/96`;

const SELECTORS = [
  ...[
    "",
    " ",
    "a",
    "!a",
    "! a",
    "!!a",
    "a=b",
    "a==b",
    "a===b",
    "a!=b",
    "a=",
    "a==",
    "a!=",
    "a=b,c=d",
  ],
  ...[
    "a=b,",
    ",a=b",
    "a=b,,c=d",
    "a = b , c",
    "a in (b)",
    "a in (b,c)",
    "a in(b)",
    "a in ()",
    "a in (,)",
  ],
  ...[
    "a in (,b)",
    "a in (b,)",
    "a in (b,,c)",
    "a in (b c)",
    "a in b",
    "a in (b",
    "a in",
    "a notin (b)",
  ],
  ...[
    "a NOTIN (b)",
    "a notin (b,c),d",
    "!a=b",
    "!a in (b)",
    "a>1",
    "a<1",
    "a>b",
    "a > 05",
    "a>",
    "a>=1",
  ],
  ...[
    "a<9223372036854775808",
    "in",
    "notin",
    "in in (in)",
    "in=notin",
    "a=in",
    "(a)",
    "a)",
    "a=(b)",
  ],
  ...[
    "a b",
    "a=b c=d",
    "a=b=c",
    "A_.-9/b",
    "x.y/z=w",
    "X.y/z",
    "/a",
    "a/",
    "a/b/c",
    "-a",
    "a=-b",
    "a=b-",
  ],
  ...[
    "a=ü",
    "ü",
    "a=b!",
    "a=!b",
    "a in (in,notin)",
    "a in (b),b notin (c),!c,d",
    "a\tin\n(b)",
    "a!b",
  ],
  ...["constructor", "__proto__=b", "constructor in (toString)"],
];

export const LABEL_SETS: readonly Readonly<Record<string, string>>[] = [
  {},
  { a: "" },
  { a: "b" },
  { a: "c", b: "b" },
  { a: "b", c: "d", d: "" },
  { a: "2", in: "in" },
  { a: "05", "x.y/z": "w" },
  { a: "-1", constructor: "toString" },
];

const LABEL_SELECTORS: readonly object[] = [
  {},
  { matchLabels: {} },
  { matchLabels: { a: "b" } },
  { matchLabels: { a: "b", c: "d" } },
  { matchLabels: { "-a": "b" } },
  { matchLabels: { a: "b c" } },
  { matchExpressions: [] },
  ...["In", "NotIn", "Exists", "DoesNotExist", "Gt", "in", ""].flatMap((operator) =>
    [undefined, [], ["b"], ["b", "c"], [""], ["-"]].map((values) => ({
      matchExpressions: [{ key: "a", operator, values }],
    })),
  ),
  { matchLabels: { a: "b" }, matchExpressions: [{ key: "a", operator: "NotIn", values: ["b"] }] },
];

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const IMAGES = `nginx nginx:1 nginx:1.29-alpine nginx: nginx@ nginx:latest library/nginx docker.io/nginx
index.docker.io/nginx docker.io/library/nginx docker.io/a/b a/b a/b/c ghcr.io/a/b:1 localhost/a localhost:5000/a
localhost a.b a:5000 a:5000/b a:b/c reg.io:80/a:1 REG.io/a A/b a/B Nginx NGINX:1 a_b a__b a___b a--b a---b a.b/c
a..b -a a- a/-b a//b /a a/ a:-1 a:_1 a:.1 a:1+2 a:ü ü [::1]:5000/a [::1]/a [::1] [g]/a 10.0.0.1/a 10.0.0.1:80/a
nginx@${DIGEST} nginx:1@${DIGEST} nginx@${DIGEST.slice(0, -1)} nginx@${DIGEST}0 nginx@${DIGEST.toUpperCase()}
nginx@sha256:${"A".repeat(64)} nginx@sha512:${"a".repeat(128)} nginx@sha384:${"a".repeat(96)}
nginx@md5:${"a".repeat(32)} nginx@sha256:abc ${DIGEST} ${DIGEST.slice(7)} a@b a:1@ https://a/b
my_reg/a reg.io_a/b reg.io_a:5/b my-reg/a reg-.io/a -reg.io/a reg..io/a a.io:/b a.io:x/b a.io:1/b:2:3`;

const PODS: readonly object[] = [
  pod([{}]),
  pod([box({ cpu: "1" })]),
  pod([box({ cpu: "1", memory: "1Gi" }, { cpu: "1", memory: "1Gi" })]),
  pod([box(undefined, { cpu: "1", memory: "1Gi" }), box(undefined, { cpu: "500m", memory: "1G" })]),
  pod([box(undefined, { cpu: "1" })]),
  pod([box({ cpu: "0" }, { cpu: "0" })]),
  pod([box({ cpu: "100m" }), box({ memory: "64Mi" })], [box({ cpu: "2", memory: "32Mi" })]),
  pod([box({ cpu: "1" })], [box({ cpu: "1" }, undefined, true), box({ cpu: "3" })]),
  pod([box({ cpu: "1" })], [box({ cpu: "3" }), box({ cpu: "1" }, undefined, true)]),
  pod(
    [box({ cpu: "1" })],
    [box({ cpu: "1" }, undefined, true), box({ cpu: "1" }, undefined, true)],
  ),
  pod([box({ cpu: "1" }, { cpu: "2" })], [], { overhead: { cpu: "250m", memory: "120Mi" } }),
  pod([box(undefined, { cpu: "0", memory: "1Gi" })], [], { overhead: { cpu: "1", memory: "1" } }),
  pod([box({ cpu: "1", "example.com/gpu": "1" }, { "example.com/gpu": "1" })]),
  pod([box({ cpu: "1" })], [], { resources: {} }),
  pod([box({ cpu: "1" })], [], { resources: { requests: { cpu: "2" } } }),
  pod([box({ cpu: "1" })], [], { resources: { limits: { cpu: "2", memory: "1Gi" } } }),
  pod([{}], [], { resources: { limits: { cpu: "2", memory: "1Gi" } } }),
  pod([{}], [], { resources: { requests: { cpu: "2", memory: "1Gi" }, limits: { cpu: "2" } } }),
  pod([box({ "hugepages-2Mi": "4Mi" }, { "hugepages-2Mi": "4Mi" })], [], {
    resources: { requests: { cpu: "1" } },
    overhead: { cpu: "100m" },
  }),
];

const RESOURCES: readonly object[] = [
  {},
  { requests: { cpu: "100m" }, limits: { cpu: "99m" } },
  { requests: { cpu: "0.1" }, limits: { cpu: "100m" } },
  { requests: { cpu: "-1" } },
  { limits: { memory: "512m" } },
  { limits: { memory: "0.5Gi" } },
  { limits: { cpus: "1" } },
  { limits: { storage: "1Gi" } },
  { limits: { "nvidia.com/gpu": "1" } },
  { limits: { "nvidia.com/gpu": "0.5" } },
  { requests: { "nvidia.com/gpu": "1" } },
  { requests: { "nvidia.com/gpu": "1" }, limits: { "nvidia.com/gpu": "2" } },
  { limits: { "hugepages-2Mi": "4Mi" } },
  { limits: { "hugepages-2Mi": "4Mi", cpu: "1" } },
  { limits: { "hugepages-2Mi": "3Mi", cpu: "1" } },
  { limits: { "requests.example.com/a": "1" } },
];

const POLICY_SPECS: readonly object[] = [
  {},
  { podSelector: {} },
  { ingress: [] },
  { egress: [] },
  { egress: [{}] },
  { ingress: [{}], egress: [{}] },
  { policyTypes: [], egress: [{}] },
  { policyTypes: ["Egress"] },
  { policyTypes: ["Ingress"], egress: [{}] },
];

export const SAMPLE: readonly Question[] = [
  ...texts("quantity", [...words(QUANTITIES), "", " 1 ", "1 Gi", "\t2\n", "\u00a03"]),
  ...words("0 1 1m 1500m 1Gi 1G 1.5Gi 1Ki 1e3 0.1 100n 7Ei 1000P 0Ki").flatMap((text) =>
    words("0 1 1m 1Gi 1G 1e3 0Ki 1023 1n").map((other) => ({ ask: "quantities", text, other })),
  ),
  ...NAME_RULES.flatMap((rule) => texts("name", nameTexts(), rule)),
  ...KINDS.flatMap((kind) => texts("objectName", objectNames(), kind)),
  ...texts("duration", ["", " 1s", "1s ", ...words(DURATIONS)]),
  ...texts("prometheusDuration", ["", " 1s", "1s ", ...words(DURATIONS)]),
  ...texts("schedule", SCHEDULES),
  ...RUNS.flatMap((text) =>
    ZONES.flatMap((zone) => MOMENTS.map((after) => ({ ask: "nextRun", text, zone, after }))),
  ),
  ...texts("timeZone", ["", " UTC", "a b", ...words(TIME_ZONES)]),
  ...texts("cidr", words(CIDRS)),
  ...SELECTORS.map((text) => ({ ask: "selector", text, labels: LABEL_SETS })),
  ...LABEL_SELECTORS.map((selector) => ({ ask: "labelSelector", selector, labels: LABEL_SETS })),
  ...texts("image", ["", " ", "a b", " a", "a ", ...words(IMAGES), `${"a".repeat(256)}:1`]),
  ...PODS.map((spec) => ({ ask: "pod", spec })),
  ...RESOURCES.map((spec) => ({ ask: "resources", spec })),
  ...POLICY_SPECS.map((spec) => ({ ask: "policyTypes", spec })),
];

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

function texts(ask: string, all: readonly string[], rule?: string): Question[] {
  return all.map((text) => ({ ask, text, ...(rule && { rule }) }));
}

function objectNames(): string[] {
  return [
    "",
    " ",
    ...words("a A - . .. a- a.b a..b a_b a/b 0a a:b a%b my-app"),
    ...lengths(52, 53, 63, 64, 253, 254),
  ];
}

function lengths(...all: number[]): string[] {
  return all.map((length) => "a".repeat(length));
}

function nameTexts(): string[] {
  const parts = [
    `${"a".repeat(63)}.${"b".repeat(63)}`,
    `${"a".repeat(64)}/b`,
    `a/${"b".repeat(64)}`,
  ];
  return [
    "",
    " ",
    "a b",
    "ü",
    "日本",
    "a\tb",
    "a\n",
    "\u007f",
    ...words(NAMES),
    ...lengths(15, 16, 63, 64, 253, 254),
    ...parts,
  ];
}

function pod(containers: object[], initContainers: object[] = [], more: object = {}): object {
  return { containers, initContainers, ...more };
}

function box(requests?: object, limits?: object, sidecar = false): object {
  return { resources: { requests, limits }, ...(sidecar && { restartPolicy: "Always" }) };
}
