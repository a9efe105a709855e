import type { Row } from "./wrong-inputs.ts";

/** A platform with this secret, in an environment with this store. */
const withSecret = (options: string, store = "generated()", keys = '["A", "B"]') =>
  `const login = secret("login", ${keys}, { ${options} });\nexport default platform("shop", { components: { login }, environments: { production: { ...place, secrets: ${store} } } });`;
const inStore = (store: string) =>
  `const login = secret("login", ["A"]);\nexport default platform("shop", { components: { login }, environments: { production: { ...place, /*!*/secrets: ${store} } } });`;
const inWeb = (options: string, part: string) =>
  `const login = secret("login", ["A", "B"], { ${options} });\nconst shop = web("shop", { ...plain, ${part} });\nexport default platform("shop", { components: { shop }, environments: { production: place } });`;

/** What is wrong with secrets and their stores. */
export const secretRows: readonly Row[] = [
  [
    "optional key that is none",
    withSecret('optional: ["A", /*!*/"C"]'),
    'login: "C" is no key of this secret',
    'did you mean "A"?',
  ],
  [
    "recipe for a key that is none",
    withSecret("generate: { A: random(), /*!*/BB: fernet() }"),
    'login: "BB" is no key of this secret',
    'did you mean "B"?',
  ],
  [
    "public half that is no key",
    withSecret('generate: { /*!*/A: keyPair({ public: "A_PUBLIC" }) }'),
    'login: "A_PUBLIC" is no key of this secret',
    "there is: A, B",
  ],
  [
    "public half that is its own private half",
    withSecret('generate: { /*!*/A: keyPair({ public: "A" }) }'),
    'login: "A" is made up twice',
    "a key of its own for each half of a pair",
  ],
  [
    "public half that has a recipe of its own",
    withSecret('generate: { /*!*/A: keyPair({ public: "B" }), B: random() }'),
    'login: "B" is made up twice',
    "a key of its own for each half of a pair",
  ],
  [
    "recipe that is none",
    withSecret('generate: { /*!*/A: "random" }'),
    'login: generate.A must be random(32), or fernet(), or keyPair({ public: "…" }); it is "random"',
  ],
  [
    "random text that anybody could guess",
    withSecret("generate: { /*!*/A: random(8) }"),
    "login: generate.A.length must be a whole number from 16 to 4096; it is 8",
  ],
  [
    "optional that is neither yes nor a list",
    withSecret('/*!*/optional: "A"'),
    'login: optional must be true or false, or a list of its keys; it is "A"',
  ],
  [
    "optional key in a text",
    inWeb('optional: ["A"]', 'env: { /*!*/URL: text`http://${login.key("A")}@host` }'),
    "shop: URL joins A, which is optional: without it the text would hold a $(…)",
    "a variable of its own for the key",
  ],
  [
    "optional key as a password",
    'const data = volume("data", { size: "1Gi" });\nconst login = secret("login", ["A", "B"], { optional: ["B"] });\nconst db = postgres("db", { version: "15", storage: data, user: login.key("A"), /*!*/password: login.key("B"), resources });\nexport default platform("shop", { components: { db }, environments: { production: place } });',
    "db: password is B of login, which is optional",
  ],
  [
    "change of what only the definition says",
    `const login = secret("login", ["A"]);\nexport default platform("shop", { components: { login }, environments: { production: { ...place, components: { login: { /*!*/generat: {} } } } } });`,
    "environment production, login: generat is not an option",
    'did you mean "generate"?',
  ],
  [
    "misspelt option of a store",
    inStore('sealedSecrets({ certificate: "a.pem", folders: "b" })'),
    "environment production: secrets.folders is not an option",
    'did you mean "folder"?',
  ],
  [
    "store without what it needs",
    inStore("dotenv({})"),
    "environment production: secrets.file is missing: a file",
  ],
  [
    "path that means something else on every machine",
    inStore('sealedSecrets({ certificate: "/home/me/a.pem" })'),
    'environment production: secrets.certificate "/home/me/a.pem" must be a path seen from the platform file, such as "secrets"',
  ],
  [
    "nobody who may decrypt",
    inStore("sops({ age: [] })"),
    'environment production: secrets.age must be a list of one or more, each a public key such as "age1…"; it is an empty list',
  ],
  [
    "public key that is none",
    inStore('sops({ age: ["age1tooshort"] })'),
    'environment production: secrets.age.0 is not a public key of age, which begins with "age1" and has 62 letters and digits',
  ],
  [
    "private key in place of a public one",
    `const store = /*!*/sops({ age: ["AGE-SECRET-KEY-1${"Q".repeat(58)}"] });`,
    "sops: age holds a private key, which opens all that is encrypted for it",
    "its public key, age1…; and a new key, since this one was written down",
  ],
  [
    "one value for the keys of two secrets",
    'const a = secret("a", ["PASSWORD"]);\nconst b = /*!*/secret("b", ["PASSWORD"]);\nexport default platform("shop", { components: { a, b }, environments: { production: { ...place, secrets: dotenv({ file: ".env" }) } } });',
    "PASSWORD is a key of the secrets a and b, but .env has one value for it",
    'an env file of its own: from: dotenv({ file: ".env.b" }), or another key',
  ],
  [
    "encrypted secret that nobody encrypted yet",
    `const login = /*!*/secret("login", ["A"]);\nexport default platform("shop", { components: { login }, environments: { production: { ...place, secrets: sealedSecrets({ certificate: "a.pem" }) } } });`,
    "the Secret login is not encrypted yet: there is no secrets/production/login.yaml",
    "slipway secrets seal -e production",
  ],
];
