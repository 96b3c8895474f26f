import Foundation

/// The weights that come with the program, in the folder `Trained` beside their model card.
enum TrainedWeights {
  static let superPointHash = "cf5f2669a7d8a217f458faf7bfa1c34d8ad1316e1cd70f1ee8bf0a2d754c0752"
  static let superGlueHash = "1254c8e99c14e84579e3956d0877de4e3e6b0521d8a77d9e799cb89c5f877fff"

  static func path(_ name: String) -> String { Bundle.module.bundlePath + "/Trained/\(name).safetensors" }
}
