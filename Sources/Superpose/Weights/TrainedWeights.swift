import Foundation

/// The weights that come with the program, in the folder `Trained` beside their model card.
enum TrainedWeights {
  static let superPointHash = "cf5f2669a7d8a217f458faf7bfa1c34d8ad1316e1cd70f1ee8bf0a2d754c0752"
  static let superGlueHash = "724f736d8719bd96e51c489719f584ab1c25d9efdcd5e42dab19e1e4bb86bf74"

  /// The ranges for ``superPointHash``, made by `superpose quantize`.
  static func activationRanges() throws -> ActivationRanges {
    try ActivationRanges(contentsOf: Bundle.module.bundlePath + "/Trained/superpoint.ranges.json")
  }

  static func path(_ name: String) -> String { Bundle.module.bundlePath + "/Trained/\(name).safetensors" }
}
