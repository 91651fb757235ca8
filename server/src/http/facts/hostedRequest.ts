import { RequestView } from "./requestView.ts";

/**
 * A request whose host can choose the profile if no directive names one. Such a choice counts as the request's own
 * profile unless it is the active one, as with directives.
 */
export class HostedRequest extends RequestView {
  override get profile(): string | undefined {
    return super.profile ?? this.#profileOfHost();
  }

  override get ownProfile(): string | undefined {
    return super.profile === undefined ? this.#profileOfHost() : super.ownProfile;
  }

  #profileOfHost(): string | undefined {
    const { chosenProfile: chosen, settings } = this;
    return chosen?.source === "host" && chosen.name !== settings.activeProfile ? chosen.name : undefined;
  }
}

/** The same request, whose host counts too. */
export function withHost({ document, block, settings }: RequestView): HostedRequest {
  return new HostedRequest(document, block, settings);
}
