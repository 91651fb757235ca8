import type { RequestBlock, HttpDocument } from "../parse/model.ts";
import { type ProfileSettings, requestProfile } from "./requestProfile.ts";
import { RequestView } from "./requestView.ts";
import { targetOf } from "./target.ts";

/**
 * A request whose host can choose the profile if no directive names one. Such a choice counts as the request's own
 * profile unless it is the active one, as with directives.
 */
export class HostedRequest extends RequestView {
  readonly #settings: ProfileSettings;

  constructor(document: HttpDocument, block: RequestBlock, settings: ProfileSettings) {
    super(document, block);
    this.#settings = settings;
  }

  override get profile(): string | undefined {
    return super.profile ?? this.#profileOfHost();
  }

  override get ownProfile(): string | undefined {
    return super.profile === undefined ? this.#profileOfHost() : super.ownProfile;
  }

  #profileOfHost(): string | undefined {
    if (this.#settings.profiles === undefined) return undefined;
    const found = requestProfile(undefined, targetOf(this, this.#settings.outside)?.url, this.#settings);
    return found?.source === "host" && found.name !== this.#settings.activeProfile ? found.name : undefined;
  }
}

/** The same request with the settings that decide its profile. */
export function withHost({ document, block }: RequestView, settings: ProfileSettings): HostedRequest {
  return new HostedRequest(document, block, settings);
}
