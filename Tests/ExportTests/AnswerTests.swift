import Superpose
import SuperposeGeometry
import SuperposeInference
import SuperposeNetworks
import TestSupport
import Testing

@testable import SuperposeExport
@testable import SuperposeMatching

/// Compares exported registrations, run by OpenVINO, with the program's own networks.
@Suite struct RegistrationAnswers {
  private func check(
    _ options: ExportOptions, _ image0: GrayImage, _ image1: GrayImage, atLeast count: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let model = try Subjects.model(.registration, options)
    let exported = try ExportedModel(model, .registration, options, runtime: Subjects.runtime)
    let found = try exported.register(image0, image1)
    let expected = try own(options, image0, image1)
    var comparison = ExportVerification(tolerance: .init(for: .f32))
    comparison.compare(found, expected)
    #expect(comparison.differingCount == 0, sourceLocation: sourceLocation)
    // A check that compares nothing does not pass.
    #expect(comparison.isPassed == (comparison.count > 0), sourceLocation: sourceLocation)
    #expect(found.count >= count, sourceLocation: sourceLocation)
    let isBetweenPixels = found.all.values.contains { $0.points.contains { $0.x != $0.x.rounded() } }
    #expect(isBetweenPixels == (options.extraction.subpixel && found.count > 0), sourceLocation: sourceLocation)
  }

  private func own(
    _ options: ExportOptions, _ image0: GrayImage, _ image1: GrayImage
  ) throws -> LocatedAnswers {
    let superPoint = try Subjects.superPoint()
    let features0 = try superPoint(image0, options: options.extraction)
    let features1 = try superPoint(image1, options: options.extraction)
    let matches = try Subjects.superGlue(Subjects.startWeights)(features0, features1, options: options.matching)
    return matches.located(features0, features1)
  }

  @Test(arguments: [
    ExportOptions.test(), .test(subpixel: false), .test(size: (320, 240)), .test(count: nil), .test(opset: 21),
    .test(.static, size: (320, 240), count: 400, batch: 3), .test(.static, size: (320, 240), count: 2, opset: 20),
  ])
  func aPairOfPhotographs(_ options: ExportOptions) throws {
    let least = options.extraction.maxKeypoints == 2 ? 0 : 50
    try check(
      options, try Subjects.picture("a.jpg", 320, 240), try Subjects.picture("b.jpg", 320, 240), atLeast: least)
  }

  /// Networks of half the channels and half the layers are exported as what they are.
  @Test(arguments: [ExportOptions.test(), .test(.static, size: (160, 120), count: 100)])
  func narrowAndShallowNetworks(_ options: ExportOptions) throws {
    var options = options
    (options.extraction.detectionThreshold, options.matching.matchThreshold) = (0, 0.01)
    let point = RuleWeights.make(
      SuperPointNetwork.parameters(widths: SuperPointNetwork.publishedWidths.mapValues { $0 / 2 }))
    let glue = SuperGlueNetwork.startState().filter { name, _ in
      SuperGlueNetwork.parameters(layers: 9).contains { $0.name == name }
    }
    let model = try ModelExport.model(
      .registration, options, superPoint: point, superGlue: glue,
      metadata: ModelMetadata(version: "test", weights: [:]))
    let whole = try Subjects.model(.registration, options)
    #expect(model.count < whole.count * 6 / 10)
    let exported = try ExportedModel(model, .registration, options, runtime: Subjects.runtime)
    let image = try Subjects.picture("a.jpg", 160, 120)
    let features = try SuperPoint(weights: point, runtime: Subjects.runtime, options: SessionOptions())(
      image, options: options.extraction)
    let expected = try Subjects.superGlue(glue)(features, features, options: options.matching)
      .located(features, features)
    var comparison = ExportVerification(tolerance: .init(for: .f32))
    comparison.compare(try exported.register(image, image), expected)
    #expect(comparison.isPassed && comparison.count > 5, "\(comparison.count)")
  }

  @Test func oddAndUnequalSizes() throws {
    try check(.test(), try Subjects.picture("a.jpg", 333, 251), try Subjects.picture("b.jpg", 250, 203), atLeast: 20)
    try check(
      .test(.static, size: (333, 251), count: 300), try Subjects.picture("a.jpg", 333, 251),
      try Subjects.picture("b.jpg", 333, 251), atLeast: 20)
  }

  @Test(arguments: [ExportOptions.test(), .test(.static, size: (160, 120), count: 100)])
  func blankImagesMatchNothing(_ options: ExportOptions) throws {
    let exported = try ExportedModel(
      try Subjects.model(.registration, options), .registration, options, runtime: Subjects.runtime)
    let (blank, picture) = (Subjects.blank(160, 120), try Subjects.picture("a.jpg", 160, 120))
    for (image0, image1) in [(blank, picture), (picture, blank), (blank, blank)] {
      #expect(try exported.register(image0, image1).count == 0)
    }
    #expect(try exported.register(picture, picture).count > 0)
  }

  @Test func theSmallestImageIsAnswered() throws {
    try check(.test(), Subjects.blank(1, 1), try Subjects.picture("b.jpg", 100, 100), atLeast: 0)
  }
}

/// Compares SuperGlue alone, with weights that leave no layer without effect.
@Suite struct SuperGlueAnswers {
  @Test(arguments: [(1, 1), (1, 1500), (1500, 700), (0, 20), (20, 0), (0, 0)])
  func anyNumberOfPointsInTheDynamicForm(_ count0: Int, _ count1: Int) throws {
    try check(.test(), count0, count1)
  }

  @Test(arguments: [(30, 30), (1, 30), (17, 0), (0, 0), (9, 26)])
  func anyNumberUpToTheRowsOfTheStaticForm(_ count0: Int, _ count1: Int) throws {
    try check(.test(.static, size: (120, 90), count: 30, batch: 3), count0, count1)
  }

  private func check(_ options: ExportOptions, _ count0: Int, _ count1: Int) throws {
    let features0 = Subjects.features(count0, 120, 90, "first")
    // In the dynamic form each set of keypoints has its own image.
    let features1 =
      options.size == nil
      ? Subjects.features(count1, 200, 160, "second") : Subjects.features(count1, 120, 90, "second")
    let model = try Subjects.model(.superglue, options, superGlue: Subjects.ruleWeights)
    let exported = try ExportedModel(model, .superglue, options, runtime: Subjects.runtime)
    let found = try exported.match(features0, features1)
    let expected = try Subjects.superGlue(Subjects.ruleWeights)(features0, features1, options: options.matching)
    let indices = (expected.matches0 + expected.matches1).map(Float.init)
    #expect(found.indices == indices)
    let scores = expected.confidence0 + expected.confidence1
    #expect(found.scores.count == scores.count)
    #expect(zip(found.scores, scores).allSatisfy { abs($0 - $1) < 1e-3 })
  }
}
