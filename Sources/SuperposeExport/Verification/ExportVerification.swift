import Foundation
import SuperposeFiles
public import SuperposeImaging
public import SuperposeNetworks

/// How far the answers of an exported file are from the program's own, run in 32 bits by the same runtime.
public struct ExportVerification: Codable, Hashable, Sendable {
  /// The matches or keypoints of both answers together.
  public internal(set) var count = 0
  /// How many of them only one of the answers has.
  public internal(set) var missingCount = 0
  /// How many of them both have, with scores that are farther apart than ``Tolerance/score``.
  public internal(set) var differingScoreCount = 0
  /// The largest distance between two places of one keypoint, in pixels.
  public internal(set) var largestDistance = 0.0
  /// The largest difference of a confidence or score, over those that both have.
  public internal(set) var largestScoreDifference: Float = 0
  /// The largest difference of a descriptor's element, likewise.
  public internal(set) var largestDescriptorDifference: Float = 0
  /// How many values were no numbers.
  public internal(set) var notANumberCount = 0
  /// What was found on blank images, where nothing should be.
  public internal(set) var countOnBlankImages = 0
  /// What is accepted.
  public let tolerance: Tolerance

  /// The largest differences that are accepted.
  ///
  /// A score may be farther off for as many answers as may be missing: where two scores at the cut of the best K are
  /// nearly equal, rounding decides which keypoint is the last one, and another last keypoint moves the confidence of
  /// some matches by a tenth and more.
  public struct Tolerance: Codable, Hashable, Sendable {
    /// The share of the answers that may differ, 0…1.
    public let differingShare: Double
    /// In pixels.
    public let distance: Double
    /// Of a confidence or score.
    public let score: Float
    /// Of an element of a descriptor.
    public let descriptor: Float

    /// For 32 bits: what another order of additions makes. For weights of 16 bits: some ten times what was measured,
    /// see `docs/export.md`. 8 bits are compared with 8 bits, and a sum on the edge between two of its steps may fall
    /// to either side.
    public init(for precision: WeightStorage) {
      switch precision {
      case .f32: (differingShare, distance, score, descriptor) = (0.005, 0.02, 1e-3, 1e-3)
      case .f16, .int8: (differingShare, distance, score, descriptor) = (0.02, 0.5, 0.02, 0.01)
      }
    }
  }

  init(tolerance: Tolerance) { self.tolerance = tolerance }

  /// How many answers are not the same.
  public var differingCount: Int { missingCount + differingScoreCount }

  /// Their share of all, 0…1; 0 where nothing was compared.
  public var differingShare: Double { count == 0 ? 0 : Double(differingCount) / Double(count) }

  /// Whether the file may be kept; never where nothing was compared.
  public var isPassed: Bool {
    count > 0 && differingShare <= tolerance.differingShare && largestDistance <= tolerance.distance
      && largestDescriptorDifference <= tolerance.descriptor && notANumberCount == 0 && countOnBlankImages == 0
  }

  mutating func compare(_ found: LocatedAnswers, _ expected: LocatedAnswers) {
    var commonCount = 0
    for (cell, answer) in found.all {
      guard let own = expected.all[cell] else { continue }
      commonCount += 1
      note(score: answer.score - own.score)
      for (a, b) in zip(answer.descriptor, own.descriptor) { note(descriptor: a - b) }
      for (a, b) in zip(answer.points, own.points) { largestDistance = max(largestDistance, a.distance(to: b)) }
    }
    count += found.count + expected.count - commonCount
    missingCount += found.count + expected.count - 2 * commonCount
  }

  mutating func note(score difference: Float) {
    if difference.isNaN {
      notANumberCount += 1
    } else {
      largestScoreDifference = max(largestScoreDifference, abs(difference))
      if abs(difference) > tolerance.score { differingScoreCount += 1 }
    }
  }

  mutating func note(descriptor difference: Float) {
    if difference.isNaN {
      notANumberCount += 1
    } else {
      largestDescriptorDifference = max(largestDescriptorDifference, abs(difference))
    }
  }
}

/// An exported file whose answers are not the program's own. It has been removed.
public struct VerificationError: Error, Sendable, CustomStringConvertible {
  /// The file's path, as it was given.
  public let path: String
  /// What was found.
  public let verification: ExportVerification

  public var description: String {
    guard verification.count > 0 || verification.countOnBlankImages > 0 || verification.notANumberCount > 0 else {
      return "export: nothing could be compared, and '\(path)' was not kept: neither the written graph nor the program "
        + "finds anything in the images; give two photographs of one thing with --verify-with"
    }
    return "export: the written graph does not answer as the program does, and '\(path)' was not kept: "
      + "\(verification.summary); accepted are \(verification.tolerance.summary)"
  }
}

extension ExportVerification {
  /// One line for people.
  public var summary: String {
    var parts = [
      "of \(count) answers \(missingCount) are only in one of both and \(differingScoreCount) have scores that "
        + "differ by "
        + "more than \(tolerance.score) (by up to \(largestScoreDifference))",
      "places differ by up to \(Float(largestDistance)) pixels", "descriptors by up to \(largestDescriptorDifference)",
    ]
    if notANumberCount > 0 { parts.append("\(notANumberCount) values are no numbers") }
    if countOnBlankImages > 0 { parts.append("\(countOnBlankImages) answers on blank images") }
    return parts.joined(separator: ", ")
  }
}

extension ExportVerification.Tolerance {
  fileprivate var summary: String {
    "\((100 * differingShare).formatted()) % of the answers to differ, places by \(distance) pixels, descriptors by "
      + "\(descriptor), and nothing on blank images"
  }
}

/// Two photographs of one thing, on which an exported file is tried.
public struct VerificationPair: Sendable {
  /// One photograph.
  public let image0: Image
  /// The other one.
  public let image1: Image

  /// Two photographs that show the same thing, of any sizes.
  public init(_ image0: Image, _ image1: Image) {
    self.image0 = image0
    self.image1 = image1
  }

  /// The pair that comes with the library: two shots of one street (see `examples/README.md`), 480×360, grey.
  /// - Throws: `ImageError` where it is not beside the program.
  public static func builtIn() throws -> VerificationPair {
    let files = ["a", "b"].map { URL(path: "\(Bundle.module.bundlePath)/Pair/\($0).jpg") }
    return VerificationPair(try Image(contentsOf: files[0]), try Image(contentsOf: files[1]))
  }
}
