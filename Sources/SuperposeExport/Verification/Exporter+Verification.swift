import Foundation
import Superpose
import SuperposeGeometry
import SuperposeImaging
import SuperposeInference
import SuperposeMatching

extension Exporter {
  /// Runs a model on two images and compares its answers with those of the program's own networks, both in 32 bits.
  func verify(_ model: Data, on pair: VerificationPair) throws -> ExportVerification {
    let runtime = try InferenceRuntime()
    let exported = try ExportedModel(model, kind, options, runtime: runtime)
    let superPoint = try ownSuperPoint(runtime)
    let images = [pair.image0, pair.image1].map { $0.grayImage(size: options.size ?? $0.size) }
    var verification = ExportVerification(tolerance: .init(for: options.precision))
    if kind == .superpoint {
      for image in images { try compareKeypoints(exported, superPoint, image, &verification) }
      verification.countOnBlankImages += try exported.detect(images[0].blank).count
    } else {
      let superGlue = try ownSuperGlue(runtime)
      for other in [images[1], images[0].blank] {
        try compareMatches(exported, superPoint, superGlue, images[0], other, &verification)
      }
      if kind == .registration {
        verification.countOnBlankImages += try exported.register(images[0].blank, images[1].blank).count
      }
    }
    return verification
  }

  private func compareMatches(
    _ exported: ExportedModel, _ superPoint: SuperPoint, _ superGlue: SuperGlue, _ image0: GrayImage,
    _ image1: GrayImage, _ verification: inout ExportVerification
  ) throws {
    let features0 = try superPoint(image0, options: options.extraction)
    let features1 = try superPoint(image1, options: options.extraction)
    let matches = try superGlue(features0, features1, options: options.matching)
    if kind == .superglue {
      verification.compare(try exported.match(features0, features1), matches)
    } else {
      verification.compare(try exported.register(image0, image1), matches.located(features0, features1))
    }
  }

  private func compareKeypoints(
    _ exported: ExportedModel, _ superPoint: SuperPoint, _ image: GrayImage, _ verification: inout ExportVerification
  ) throws {
    let features = try superPoint(image, options: options.extraction)
    verification.compare(try exported.detect(image), features.located)
  }

  private func ownSuperPoint(_ runtime: InferenceRuntime) throws -> SuperPoint {
    try SuperPoint(
      weights: try superPointForVerification().parameters, ranges: ranges, runtime: runtime, options: SessionOptions())
  }

  private func ownSuperGlue(_ runtime: InferenceRuntime) throws -> SuperGlue {
    try SuperGlue(weights: superGlue?.parameters ?? [:], runtime: runtime, options: SessionOptions())
  }
}

extension ExportVerification {
  /// Compares the matches one by one, by the positions of their keypoints.
  fileprivate mutating func compare(_ found: BothWays, _ expected: Matches) {
    let indices = (expected.matches0 + expected.matches1).map(Float.init)
    let scores = expected.confidence0 + expected.confidence1
    count += indices.count
    missingCount += zip(found.indices, indices).count { $0 != $1 }
    // A score belongs to a match, so that it is compared only where both have the same partner.
    for index in indices.indices where found.indices[index] == indices[index] && indices[index] >= 0 {
      note(score: found.scores[index] - scores[index])
    }
    for score in found.scores where score.isNaN { note(score: score) }
  }
}

extension Features {
  fileprivate var located: LocatedAnswers {
    var answers = LocatedAnswers()
    for index in 0..<count {
      answers.insert(
        LocatedAnswer(points: [keypoints[index]], score: scores[index], descriptor: Array(descriptor(index))))
    }
    return answers
  }
}

extension Matches {
  func located(_ features0: Features, _ features1: Features) -> LocatedAnswers {
    var answers = LocatedAnswers()
    for pair in pairs {
      let points = [features0.keypoints[pair.index0], features1.keypoints[pair.index1]]
      answers.insert(LocatedAnswer(points: points, score: pair.confidence))
    }
    return answers
  }
}

extension GrayImage {
  /// An image of the same size that shows nothing.
  fileprivate var blank: GrayImage {
    GrayImage(size: size, values: [Float](repeating: 0, count: size.pixelCount))
  }
}
