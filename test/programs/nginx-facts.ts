/** What a person, a browser and a backend may count on of one site, written by hand. */
export interface SiteFacts {
  /** The Deployment, and the ConfigMap that nginx.conf is in. */
  readonly program: string;
  readonly config: string;
  readonly port: number;
  readonly host: string;
  /** Whether whoever comes without TLS is sent to https. */
  readonly httpsOnly: boolean;
  /** The Service and port that paths are handed on to. */
  readonly backend: string;
  readonly handedOn: readonly string[];
  /** The page that may call from elsewhere. */
  readonly origin?: string;
  /** MiB that a body may have. */
  readonly body: number;
  readonly timeout: string;
  /** A file in a ConfigMap that is served beside the pages, and a text in it. */
  readonly settings?: { readonly config: string; readonly file: string; readonly says: string };
  /** Whether each pod writes a log file too. */
  readonly logs: boolean;
}

const thebot = {
  program: "frontend",
  config: "nginx-config",
  port: 3000,
  host: "the-bot.ru",
  httpsOnly: true,
  backend: "backend:8000",
  handedOn: ["/api/", "/ws/", "/static/", "/media/"],
  body: 50,
  timeout: "3600s",
  settings: { config: "frontend-config", file: "config.json", says: "THE_BOT" },
  logs: true,
} as const;

const piyasa = {
  program: "frontend",
  config: "frontend-config",
  port: 5173,
  host: "piyasa-chatbot.example.com",
  httpsOnly: true,
  backend: "api-service:8000",
  handedOn: ["/api/"],
  body: 1,
  timeout: "60s",
  logs: false,
} as const;

/** Every site of every example, by system and environment. */
export const siteFacts: Readonly<Record<string, SiteFacts>> = {
  "thebot dev": { ...thebot, origin: "https://dev.the-bot.ru" },
  "thebot staging": { ...thebot, origin: "https://staging.the-bot.ru" },
  "thebot production": { ...thebot, origin: "https://the-bot.ru" },
  "piyasa dev": {
    ...piyasa,
    program: "dev-frontend",
    config: "dev-frontend-config",
    backend: "dev-api-service:8000",
    httpsOnly: false, // there is no certificate, and people come through a port that kubectl forwards
  },
  "piyasa prod": piyasa,
};
