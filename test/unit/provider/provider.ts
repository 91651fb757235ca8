/** A certified OpenID provider on loopback, as an independent check of what our calls send and read. */
import { generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Adapter, type AdapterPayload, type ClientMetadata } from "oidc-provider";
import type { Profile } from "../../../common/protocol/profile.ts";

export const USER = "my-user";

/** A client at registration, with the public halves of the keys it signs JWTs with. */
export type Registration = Pick<ClientMetadata, "client_id" | "client_secret" | "token_endpoint_auth_method"> & {
  publicKeys?: JsonWebKey[];
};

export interface RunningProvider {
  /** The issuer, which is also the origin of the endpoints. */
  url: string;
  profile(clientId: string, change?: Partial<Profile>): Profile;
  /** A token of the user for a client, as after a sign-in in a browser, which none of our calls can do. */
  userToken(clientId: string, scope: string): Promise<string>;
  close(): Promise<void>;
}

export async function startProvider(registrations: Registration[]): Promise<RunningProvider> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(url, {
    adapter: memory(),
    clients: registrations.map(clientOf),
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true },
      devInteractions: { enabled: false },
    },
    scopes: ["openid", "profile", "email", "reports"],
    claims: { openid: ["sub"], profile: ["name"], email: ["email"] },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, name: "My Name", email: "my.name@customer.example" }),
    }),
    enabledJWA: {
      clientAuthSigningAlgValues: [
        ...(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] as const),
        ...(["ES256", "ES384", "ES512", "EdDSA"] as const),
      ],
    },
    jwks: { keys: [generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" })] },
    cookies: { keys: ["cookies are of no use here"] },
    ttl: { ClientCredentials: 300, AccessToken: 300, Grant: 300 },
  });
  server.on("request", (request, response) => void provider.callback()(request, response));

  return {
    url,
    profile: (clientId, change = {}) => ({
      name: "provider",
      url,
      clientId,
      endpoints: { token: "/token", introspection: "/token/introspection", userinfo: "/me" },
      ...change,
    }),
    async userToken(clientId, scope) {
      const client = (await provider.Client.find(clientId))!;
      const grant = new provider.Grant({ accountId: USER, clientId });
      grant.addOIDCScope(scope);
      const grantId = await grant.save();
      const token = new provider.AccessToken({ accountId: USER, client, grantId, scope, gty: "authorization_code" });
      return token.save();
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function clientOf({ publicKeys, ...registration }: Registration): ClientMetadata {
  return {
    ...registration,
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
    // Its own key is for ES256.
    id_token_signed_response_alg: "ES256",
    scope: "openid profile email reports",
    ...(publicKeys === undefined ? {} : { jwks: { keys: publicKeys } }),
  };
}

/** The provider's storage, by kind and ID; without one it prints a warning. */
function memory(): new (kind: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  return class {
    readonly #kind: string;

    constructor(kind: string) {
      this.#kind = kind;
    }

    upsert(id: string, payload: AdapterPayload): Promise<void> {
      kept.set(`${this.#kind} ${id}`, payload);
      return Promise.resolve();
    }

    find(id: string): Promise<AdapterPayload | undefined> {
      return Promise.resolve(kept.get(`${this.#kind} ${id}`));
    }

    findByUid(): Promise<undefined> {
      return Promise.resolve(undefined);
    }

    findByUserCode(): Promise<undefined> {
      return Promise.resolve(undefined);
    }

    consume(): Promise<void> {
      return Promise.resolve();
    }

    destroy(id: string): Promise<void> {
      kept.delete(`${this.#kind} ${id}`);
      return Promise.resolve();
    }

    revokeByGrantId(): Promise<void> {
      return Promise.resolve();
    }
  };
}
