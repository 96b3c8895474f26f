import Foundation

/// The weights that come with the program, in the folder `Trained` beside their model card.
enum TrainedWeights {
  static let superPointHash = "cf5f2669a7d8a217f458faf7bfa1c34d8ad1316e1cd70f1ee8bf0a2d754c0752"
  static let superGlueHash = "14acf99f00faf110e568b95c426be528e09c99907ff1250f5684bcec792c2a1e"

  /// Returns the ranges for ``superPointHash``, made by `superpose quantize`.
  static func activationRanges() throws -> ActivationRanges {
    try ActivationRanges(contentsOf: Bundle.module.bundlePath + "/Trained/superpoint.ranges.json")
  }

  static func path(_ name: String) -> String { Bundle.module.bundlePath + "/Trained/\(name).safetensors" }
}
