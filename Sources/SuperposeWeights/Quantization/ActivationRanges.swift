import Foundation
package import SuperposeInference
import SuperposeNetworks

/// The ranges of SuperPoint's activations that int8 needs, for one file of weights.
public struct ActivationRanges: Codable, Hashable, Sendable {
  /// The form of the JSON and its version.
  public static let schemaName = "superpose.activation-ranges/1"

  /// The form of the JSON and its version.
  public var schema = Self.schemaName
  /// The hash of the file of weights, nil for weights that were not read from one.
  @Nullable public var sha256: String?
  /// How many pictures they were found on.
  public var photographs: Int
  /// By the convolution before the ReLU, the largest value that 8 bits tell.
  public var ranges: [String: Float]

  init(sha256: String?, photographs: Int, ranges: [String: Float]) {
    self.sha256 = sha256
    self.photographs = photographs
    self.ranges = ranges
  }

  package init(contentsOf path: String) throws {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw WeightsError(.malformed, "\(path): expected ranges of activations, found another file: \(error)")
    }
  }
}

extension LoadedWeights {
  /// What int8 needs to know: from the file of weights itself, or made for the very file and part of the program.
  ///
  /// - Throws: ``WeightsError`` where there is nothing, or something that is no range.
  package func activationRanges() throws -> [String: Float] {
    if let own = SuperPointNetwork.activationRanges(in: parameters) {
      if let bad = own.sorted(by: { $0.key < $1.key }).first(where: { $0.value <= 0 }) {
        throw WeightsError(
          .malformed, "weights \(name): expected ranges of activations above zero, found \(bad.value) for \(bad.key)")
      }
      return own
    }
    guard let builtIn = try TrainedWeights.activationRanges(of: sha256) else {
      throw WeightsError(
        .malformed,
        "weights \(name): expected ranges of activations for int8, found none; run `superpose quantize PHOTOS "
          + "--superpoint-weights WEIGHTS -o FILE.safetensors` and give --superpoint-weights FILE.safetensors")
    }
    return builtIn.ranges
  }

  /// The ranges that a precision needs: none for floats.
  package func activationRanges(for precision: Precision) throws -> [String: Float] {
    precision == .int8 ? try activationRanges() : [:]
  }
}
