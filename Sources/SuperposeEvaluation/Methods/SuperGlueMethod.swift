public import Superpose
public import SuperposeImaging

/// SuperPoint and SuperGlue, as the registrar runs them.
public struct SuperGlueMethod: MatchingMethod {
  public let name = "superglue"
  public let settings: String
  private let registrar: Registrar

  /// - Parameter registrar: describes and matches.
  /// - Throws: what encoding its settings throws.
  public init(_ registrar: Registrar) throws {
    self.registrar = registrar
    settings = try MethodSettings(registrar.configuration, registrar.weights).text
  }

  public var resize: ResizePolicy { registrar.configuration.resize }

  public func describe(_ image: Image) throws -> DescribedPicture {
    let described = try registrar.describe(image)
    return DescribedPicture(
      size: image.size, keypoints: described.originalFeatures.keypoints, network: described, timings: described.timings)
  }

  public func match(_ picture0: DescribedPicture, _ picture1: DescribedPicture) throws -> DescribedMatches {
    guard let first = picture0.network, let second = picture1.network else {
      preconditionFailure("SuperGlue matches what its own registrar described")
    }
    let result = try registrar.match(first, second)
    let pairs = result.matches.pairs
    return DescribedMatches(
      pairs: pairs.map { ($0.index0, $0.index1) }, confidence: pairs.map(\.confidence),
      keypoints: (result.features0.keypoints, result.features1.keypoints), timings: result.timings)
  }
}
