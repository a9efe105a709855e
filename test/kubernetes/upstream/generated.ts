import fc from "fast-check";
import { KINDS, NAME_RULES, type Question } from "./questions.ts";

/** Thousands of questions, the same in every run, made of the pieces that each syntax is made of. */
export function generatedQuestions(seed = 20_260_424): Question[] {
  const ask = (numRuns: number, form: fc.Arbitrary<Question>) => fc.sample(form, { numRuns, seed });
  const about = (name: string, text: fc.Arbitrary<string>) =>
    fc.record({ ask: fc.constant(name), text });
  return [
    ...ask(3000, about("quantity", QUANTITY)),
    ...ask(2000, fc.record({ ask: fc.constant("quantities"), text: AMOUNT, other: AMOUNT })),
    ...ask(4000, named("name", NAME_RULES)),
    ...ask(2000, named("objectName", KINDS)),
    ...ask(2000, about("duration", DURATION)),
    ...ask(2000, about("prometheusDuration", DURATION)),
    ...ask(3000, about("schedule", SCHEDULE)),
    ...ask(400, RUN),
    ...ask(2000, fc.record({ ask: fc.constant("selector"), text: SELECTOR, labels: LABEL_SETS })),
    ...ask(1500, LABEL_SELECTION),
    ...ask(2000, about("image", IMAGE)),
    ...ask(1500, about("cidr", CIDR)),
    ...ask(1500, fc.record({ ask: fc.constant("pod"), spec: POD })),
    ...ask(2000, fc.record({ ask: fc.constant("resources"), spec: AMOUNTS_TO_CHECK })),
  ];
}

/** Some of these pieces one after the other; ␣ stands for a blank. */
function pieces(all: string, most: number): fc.Arbitrary<string> {
  const each = oneOf(all).map((piece) => piece.replace("␣", " "));
  return fc.array(each, { maxLength: most }).map((some) => some.join(""));
}

function oneOf(all: string): fc.Arbitrary<string> {
  return fc.constantFrom(...all.split(" "));
}

function named(ask: string, rules: readonly string[]): fc.Arbitrary<Question> {
  const name = fc.oneof(
    pieces("a b 9 - . _ / A * *. .. : % = ␣ example.com ü", 7),
    fc
      .tuple(fc.integer({ min: 50, max: 65 }), pieces("- . a /", 3))
      .map(([length, end]) => "a".repeat(length) + end),
  );
  return fc.record({ ask: fc.constant(ask), rule: fc.constantFrom(...rules), text: name });
}

const DIGITS = fc.oneof(
  fc.nat(2000).map(String),
  fc.bigInt({ min: 0n, max: 2n ** 70n }).map(String),
);
const FRACTION = fc.oneof(
  fc.constant(""),
  DIGITS.map((digits) => `.${digits}`),
);
const SIGN = oneOf("+ - ");
const SUFFIX = oneOf("n u m k M G T P E Ki Mi Gi Ti Pi Ei e3 E3 e-3 e+6 e1 e-7 e12 K mi b ");
const QUANTITY = fc.oneof(
  fc.tuple(SIGN, DIGITS, FRACTION, SUFFIX).map((parts) => parts.join("")),
  pieces("0 1 00 000 7 8 . + - e E K M i m ␣ G", 6).filter((text) => !/e[-+]?[0-9]{4}/i.test(text)),
);
const AMOUNT = fc
  .tuple(oneOf("0 1 2 7 10 100 500 999 1000 1024 1.5 0.25 2048 12345"), SUFFIX)
  .map(([number, suffix]) => (/K|mi|b/.test(suffix) ? number : number + suffix));

const DURATION = fc.oneof(
  pieces("0 1 5 30 90 . h m s ms us µs ns d w y - + ␣ 999999999", 7),
  pieces("-1h 2h 1.5h 07m 90s 1s .5s 250ms 1us 3µs 9ns 0h", 4),
  pieces("1y 2w 3d 4h 5m 6s 7ms", 3),
  fc.tuple(SIGN, DIGITS, FRACTION, oneOf("h m s ms us ns d w y")).map((parts) => parts.join("")),
);

const FIELDS = fc
  .tuple(cronField(0, 59), cronField(0, 23), cronField(1, 31), cronField(1, 12), cronField(0, 6))
  .map((fields) => fields.join(" "));
const SCHEDULE = fc.oneof(
  FIELDS,
  fc
    .tuple(cronField(0, 60), cronField(0, 24), cronField(0, 32), cronField(0, 13), cronField(0, 7))
    .map((fields) => fields.join(" ")),
  fc
    .array(pieces("* ? 0 1 5 12 31 - / , mon JAN sun +", 4), { minLength: 4, maxLength: 6 })
    .map((fields) => fields.join(" ")),
  pieces("@every␣ @daily 1 h m 5s - ␣", 4),
);

function cronField(min: number, max: number): fc.Arbitrary<string> {
  const number = fc.integer({ min, max });
  const range = fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const whole = fc.oneof(fc.constant("*"), range, number.map(String));
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("*", "?") },
    whole,
    fc.tuple(whole, fc.integer({ min: 1, max: 12 })).map((parts) => parts.join("/")),
    fc.array(number, { minLength: 2, maxLength: 4 }).map((parts) => parts.join(",")),
  );
}

const RUN = fc.record({
  ask: fc.constant("nextRun"),
  text: FIELDS,
  zone: oneOf(
    "UTC Europe/Berlin America/New_York America/Santiago Asia/Kathmandu Australia/Lord_Howe Africa/Cairo",
  ),
  after: fc
    .integer({ min: Date.parse("2024-01-01T00:00Z"), max: Date.parse("2025-12-31T00:00Z") })
    .map((time) => new Date(time).toISOString()),
});

const SELECTOR = pieces("a b c in notin = == != ! ( ) , ␣ ␣in␣ ␣notin␣ (b) > 1 <", 8);
const LABELS = fc.dictionary(oneOf("a b c in"), oneOf("a b c 1 "));
const LABEL_SETS = fc.array(LABELS, { minLength: 3, maxLength: 3 });
const LABEL_SELECTOR = fc.record(
  {
    matchLabels: fc.dictionary(oneOf("a b c"), oneOf("a b - ")),
    matchExpressions: fc.array(
      fc.record({
        key: oneOf("a b c c /"),
        operator: oneOf("In NotIn Exists DoesNotExist In NotIn Gt"),
        values: fc.array(oneOf("a b c "), { maxLength: 2 }),
      }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);
const LABEL_SELECTION = fc.record({
  ask: fc.constant("labelSelector"),
  selector: LABEL_SELECTOR,
  labels: LABEL_SETS,
});

const DIGEST = `sha256:${"0".repeat(64)}`;
const IMAGE = fc.oneof(
  pieces(`a b 1 A / / : : @ . - _ __ localhost docker.io reg.io [::1] ${DIGEST}`, 7),
  fc
    .tuple(
      oneOf("localhost/ docker.io/ reg.io/ reg.io:5000/ Reg/ [::1]:80/ my-reg/ re_g/ "),
      oneOf("a a/b a-b a__b/c a_b a..b a/B library/a 1"),
      oneOf(":1 :latest :v1.2-rc_3 :-1 : :1:2 "),
      oneOf(`@${DIGEST} @${DIGEST}0 @sha512:0 `),
    )
    .map((parts) => parts.join("")),
);

const CIDR = fc.oneof(
  fc.tuple(fc.ipV4(), fc.nat(33)).map((parts) => parts.join("/")),
  fc.tuple(fc.ipV6(), fc.nat(129)).map((parts) => parts.join("/")),
  fc.tuple(fc.nat(255), fc.nat(33)).map(([octet, length]) => `${octet}.0.0.0/${length}`),
  fc
    .tuple(fc.nat(65535), fc.nat(129))
    .map(([group, length]) => `${group.toString(16)}::/${length}`),
  pieces("0 10 . / :: : 8 f", 8),
);

const AMOUNTS = fc.dictionary(
  oneOf("cpu memory ephemeral-storage hugepages-2Mi example.com/gpu"),
  oneOf("0 1 2 100m 1500m 64Mi 1Gi 1G 2e3"),
);
const CHECKED = fc.dictionary(
  oneOf(
    "cpu memory ephemeral-storage hugepages-2Mi hugepages-x storage cpus a.b/c kubernetes.io/d",
  ),
  oneOf("0 1 2 100m 1500m 4Mi 3Mi 1Gi -1 0.5"),
  { maxKeys: 2 },
);
const AMOUNTS_TO_CHECK = fc.record({ requests: CHECKED, limits: CHECKED }, { requiredKeys: [] });
const RESOURCES = fc.record({ requests: AMOUNTS, limits: AMOUNTS }, { requiredKeys: [] });
const CONTAINER = fc.record({ resources: RESOURCES }, { requiredKeys: [] });
const INIT_CONTAINER = fc.record(
  { resources: RESOURCES, restartPolicy: fc.constant("Always") },
  { requiredKeys: [] },
);
const POD = fc.record(
  {
    containers: fc.array(CONTAINER, { minLength: 1, maxLength: 3 }),
    initContainers: fc.array(INIT_CONTAINER, { maxLength: 4 }),
    overhead: AMOUNTS,
    resources: RESOURCES,
  },
  { requiredKeys: ["containers"] },
);
