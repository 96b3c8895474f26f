import Foundation
public import SuperposeCheckpoints
import SuperposeFiles
package import SuperposeInference

/// Parameters ready for a network, and what to call them in a report.
public struct LoadedWeights: Sendable {
  /// What they are called in the library, or their file's name.
  public let name: String
  /// The hash of the file; nil for weights that are computed.
  public let sha256: String?
  /// Nil where it is not known.
  public let licence: String?
  /// By their published names, with the ranges of activations where the file has them.
  public let parameters: [String: Tensor]
  /// Where the network is kept when it is compiled; nil where it is not.
  package var compiled: CompiledNetworks?

  package init(name: String, sha256: String?, licence: String?, parameters: [String: Tensor]) {
    self.name = name
    self.sha256 = sha256
    self.licence = licence
    self.parameters = parameters
  }

  init(_ other: LoadedWeights, licence: String?) {
    self.init(name: other.name, sha256: other.sha256, licence: licence, parameters: other.parameters)
  }

  /// Returns where the compiled network is kept, or nil where it is not: for weights without a hash, or those of a
  /// library that keeps nothing.
  ///
  /// - Parameters:
  ///   - network: Which network the weights are for.
  ///   - ranges: Those of its activations, where it computes in 8 bits.
  package func kept(_ network: NetworkKind, ranges: [String: Float] = [:]) -> KeptNetwork? {
    guard let compiled, let sha256 else { return nil }
    let ranges = ranges.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return KeptNetwork(in: compiled, identity: ([network.rawValue, sha256] + ranges).joined(separator: "\n"))
  }

  /// What a report says of them.
  public var description: WeightsDescription { WeightsDescription(name: name, sha256: sha256) }
}

/// Which weights a network had.
public struct WeightsDescription: Codable, Hashable, Sendable {
  /// What they are called in the library, or their file's name.
  public let name: String
  /// The hash of the file; null for weights that are computed.
  @Nullable public var sha256: String?

  /// - Parameters:
  ///   - name: what they are called.
  ///   - sha256: the hash of their file, in lowercase hexadecimal digits; nil for weights that are computed.
  public init(name: String, sha256: String?) {
    self.name = name
    self.sha256 = sha256
  }
}

/// The weights that come with the program, in the folder `Trained` beside their model card.
enum TrainedWeights {
  static let superPointHash = "cf5f2669a7d8a217f458faf7bfa1c34d8ad1316e1cd70f1ee8bf0a2d754c0752"
  /// That of the narrower SuperPoint that learnt from the other.
  static let fastSuperPointHash = "240570ab0942c7d045b871465f35de1f94a1ee1fcc1569afde4d584ced17755b"
  static let superGlueHash = "14acf99f00faf110e568b95c426be528e09c99907ff1250f5684bcec792c2a1e"
  /// That of the shallower SuperGlue that learnt from the other, on the features of the narrower SuperPoint.
  static let fastSuperGlueHash = "14419e0433884fc02fb1f5eca17ca8f77250ab2002c9e268d5a14df415578419"

  /// Returns the ranges that `superpose quantize` made for a file of weights, or nil where it is none of these.
  static func activationRanges(of sha256: String?) throws -> ActivationRanges? {
    let names = [superPointHash: "superpoint", fastSuperPointHash: "superpoint-fast"]
    guard let name = sha256.flatMap({ names[$0] }) else { return nil }
    return try ActivationRanges(contentsOf: Bundle.module.bundlePath + "/Trained/\(name).ranges.json")
  }

  static func path(_ name: String) -> String { Bundle.module.bundlePath + "/Trained/\(name).safetensors" }
}
