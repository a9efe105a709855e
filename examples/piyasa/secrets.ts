import { fernet, random, secret } from "slipway";

/** Made by hand so far, hence its exact name; what nobody has to choose is made up once. */
export const keys = secret(
  "piyasa-secrets",
  [
    "OPENAI_API_KEY",
    "GROQ_API_KEY",
    "GEMINI_API_KEY",
    "API_KEY",
    "TOKEN_ENCRYPTION_KEY",
    "DATABASE_PASSWORD",
    "DEFAULT_ADMIN_USERNAME",
    "DEFAULT_ADMIN_PASSWORD",
    "DEFAULT_ADMIN_API_KEY",
    "DEFAULT_ADMIN_MFA_SECRET",
  ],
  {
    exact: true,
    generate: {
      API_KEY: random(),
      TOKEN_ENCRYPTION_KEY: fernet(),
      DATABASE_PASSWORD: random(),
      DEFAULT_ADMIN_API_KEY: random(),
    },
  },
);
