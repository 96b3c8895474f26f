import Foundation

/// The weights that come with the program, in the folder `Trained` beside their model card.
enum TrainedWeights {
  static let superPointHash = "@SP@"
  static let superGlueHash = "@SG@"

  static func path(_ name: String) -> String { Bundle.module.bundlePath + "/Trained/\(name).safetensors" }
}
