import Foundation

/// The weights that come with the program, in the folder `Trained` beside their model card.
enum TrainedWeights {
  static let superPointHash = "cf5f2669a7d8a217f458faf7bfa1c34d8ad1316e1cd70f1ee8bf0a2d754c0752"
  static let superGlueHash = "6f5ca24bae7199bdaa3d0d7693556d192b6fed55cb190a576da63de25486920f"

  /// The ranges for ``superPointHash``, made by `superpose quantize`.
  static func activationRanges() throws -> ActivationRanges {
    try ActivationRanges(contentsOf: Bundle.module.bundlePath + "/Trained/superpoint.ranges.json")
  }

  static func path(_ name: String) -> String { Bundle.module.bundlePath + "/Trained/\(name).safetensors" }
}
