import Hummingbird
import Superpose
import SuperposeServerCore

/// What keypoints are asked for with.
struct DetectionRequest: Decodable, Sendable {
  let image: String
  let preset: RegistrationPreset?
  let configuration: RequestedConfiguration?

  private enum CodingKeys: CodingKey, CaseIterable { case image, preset, configuration }

  init(from decoder: any Decoder) throws {
    let values = try decoder.members(CodingKeys.self)
    image = try values.decode(String.self, forKey: .image)
    preset = try values.choice(RegistrationPreset.self, forKey: .preset)
    configuration = try values.decodeIfPresent(RequestedConfiguration.self, forKey: .configuration)
  }

  var whole: RegistrationConfiguration { (configuration ?? .init()).applied(to: preset ?? .standard) }
}

/// The networks alone, answered at once.
extension SuperposeService {
  var networkRoutes: [Route] {
    [
      Route(.post, "/v1/detections") { request, _ in
        let limits = workplace.settings.limits
        let wanted = try await request.value(DetectionRequest.self, upTo: limits.bodyBytes)
        let image = try await workplace.images.require(wanted.image)
        try limits.check(wanted.whole, images: [image])
        return try .json(try await workplace.networks.detections(image, wanted.whole))
      },
      Route(.post, "/v1/matches") { request, _ in
        let limits = workplace.settings.limits
        let wanted = try await request.value(RegistrationRequest.self, upTo: limits.bodyBytes)
        let moving = try await workplace.images.require(wanted.moving)
        let fixed = try await workplace.images.require(wanted.fixed)
        try limits.check(wanted.whole, images: [moving, fixed])
        return try .json(try await workplace.networks.matches(moving, fixed, wanted.whole))
      },
    ]
  }
}
