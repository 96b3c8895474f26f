import Foundation
import Superpose
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging
import SuperposeMatching
import SuperposeONNX
import Testing

@testable import SuperposeExport
@testable import SuperposeWeights

extension LocatedAnswers {
  /// Makes a result with one answer every ten pixels.
  fileprivate init(scores: [Float]) {
    self.init()
    for (index, score) in scores.enumerated() {
      insert(LocatedAnswer(points: [Point(x: Double(10 * index), y: 7)], score: score))
    }
  }
}

@Suite struct Exporters {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "superpose-exporter-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

  @Test(arguments: ExportKind.allCases, ["f32", "f16"])
  func whatIsWrittenIsVerified(_ kind: ExportKind, precision: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var options = ExportOptions.test(.static, size: (240, 180), count: 200)
    options.precision = try #require(ExportOptions.WeightStorage(rawValue: precision))
    let exporter = try Exporter(kind, options: options, library: Subjects.library)
    let report = try exporter.write(
      to: URL(filePath: folder + "/model.onnx"), verifyingOn: try VerificationPair.builtIn())
    let verification = try #require(report.verification)
    #expect(verification.isPassed)
    #expect(verification.count > 50)
    #expect(names == ["model.onnx"])
    let size = try FileManager.default.attributesOfItem(atPath: folder + "/model.onnx")[.size] as? Int
    #expect(report.byteCount == size)
  }

  @Test(arguments: [ExportKind.registration, .superpoint], ExportForm.allCases)
  func eightBitsAreVerified(_ kind: ExportKind, _ form: ExportForm) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var options = ExportOptions.test(form, size: (240, 180), count: 200)
    options.precision = .int8
    let report = try Exporter(kind, options: options, library: Subjects.library)
      .write(to: URL(filePath: folder + "/model.onnx"), verifyingOn: try VerificationPair.builtIn())
    let verification = try #require(report.verification)
    #expect(verification.isPassed && verification.count > 50)
    let model = try Data(contentsOf: URL(fileURLWithPath: folder + "/model.onnx"))
    #expect(try ModelSummary(checking: model).operators.contains("QuantizeLinear"))
    // These are not the answers of 32 bits.
    options.precision = .f32
    let exact = try Exporter(kind, options: options, library: Subjects.library)
    let other = try exact.verify(model, on: try VerificationPair.builtIn())
    #expect(!other.isPassed && Double(other.missingCount) / Double(other.count) < 0.5, "\(other.summary)")
  }

  @Test func eightBitsAreSuperPoints() throws {
    var options = ExportOptions.test()
    options.precision = .int8
    let error = #expect(throws: ExportError.self) {
      try Exporter(.superglue, options: options, library: Subjects.library)
    }
    #expect(error?.description == "export: precision: expected f32 or f16 for a graph without SuperPoint, found int8")
  }

  @Test func aModelThatAnswersOtherwiseIsNotKept() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let options = ExportOptions.test(.static, size: (240, 180), count: 200)
    var other = options
    other.matching.matchThreshold = 0.6
    let exporter = try Exporter(.registration, options: options, library: Subjects.library)
    let wrong = try Exporter(.registration, options: other, library: Subjects.library).model()
    let error = #expect(throws: VerificationError.self) {
      try exporter.write(wrong, to: folder + "/model.onnx", verifyingOn: try VerificationPair.builtIn())
    }
    #expect(error?.verification.differingCount ?? 0 > 0)
    #expect(names.isEmpty)
  }

  @Test func differencesAreCounted() {
    var verification = ExportVerification(tolerance: .init(for: .f32))
    func answers(_ scores: [Double: Float]) -> LocatedAnswers {
      var answers = LocatedAnswers()
      for (x, score) in scores { answers.insert(LocatedAnswer(points: [Point(x: x, y: 7.5)], score: score)) }
      return answers
    }
    verification.compare(answers([1: 0.5, 2: 0.5, 3: 0.5]), answers([1: 0.5, 2.01: 0.502, 4: 0.5]))
    #expect(verification.count == 4)
    #expect(verification.missingCount == 2)
    #expect(verification.differingScoreCount == 1)
    #expect(abs(verification.largestScoreDifference - 0.002) < 1e-6)
    #expect(abs(verification.largestDistance - 0.01) < 1e-6)
    #expect(!verification.isPassed)
    var far = ExportVerification(tolerance: .init(for: .f32))
    far.compare(answers([1.25: 0.5]), answers([1.22: 0.5]))
    #expect(far.differingCount == 0 && !far.isPassed)
    var blank = ExportVerification(tolerance: .init(for: .f32))
    blank.compare(answers([1: 0.5]), answers([1: 0.5]))
    #expect(blank.isPassed)
    blank.countOnBlankImages = 1
    #expect(!blank.isPassed)
    var nan = ExportVerification(tolerance: .init(for: .f32))
    nan.compare(answers([1: 0.5]), answers([1: 0.5]))
    nan.note(score: .nan)
    #expect(!nan.isPassed)
  }

  /// A different last keypoint changes a score or two, while a wrong graph changes many.
  @Test func fewScoresMayBeFarOffAndTheWordsSayHowMany() {
    func verification(farOff: Int) -> ExportVerification {
      var verification = ExportVerification(tolerance: .init(for: .int8))
      let own = LocatedAnswers(scores: [Float](repeating: 0.5, count: 250))
      let other = LocatedAnswers(scores: (0..<250).map { $0 < farOff ? 0.625 : 0.5 })
      verification.compare(other, own)
      return verification
    }
    #expect(verification(farOff: 5).isPassed)
    #expect(!verification(farOff: 6).isPassed)
    #expect(
      VerificationError(path: "x.onnx", verification: verification(farOff: 6)).description
        == "export: the written graph does not answer as the program does, and 'x.onnx' was not kept: of 250 "
        + "answers 0 are "
        + "only in one of both and 6 have scores that differ by more than 0.02 (by up to 0.125), places differ by "
        + "up to "
        + "0.0 pixels, descriptors by up to 0.0; accepted are 2 % of the answers to differ, places by 0.5 pixels, "
        + "descriptors by 0.01, and nothing on blank images")
  }

  /// The 700th keypoint of the second image is nearly tied with the next, and the graph of both networks chooses the
  /// other.
  @Test func theLastOfSevenHundredKeypointsMayBeAnotherInEightBits() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var options = ExportOptions()
    options.precision = .int8
    options.extraction.maxKeypoints = 700
    let report = try Exporter(.registration, options: options, library: Subjects.library)
      .write(to: URL(filePath: folder + "/model.onnx"), verifyingOn: try VerificationPair.builtIn())
    #expect(report.verification?.isPassed == true)
  }

  @Test(arguments: ExportKind.allCases) func aModelOnWhichNothingCanBeComparedIsNotKept(_ kind: ExportKind) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let size = ImageSize(width: 64, height: 48)
    let nothing = Image(GrayImage(size: size, values: [Float](repeating: 0, count: size.pixelCount)))
    let exporter = try Exporter(kind, options: .test(.dynamic, size: (64, 48), count: 50), library: Subjects.library)
    let error = #expect(throws: VerificationError.self) {
      try exporter.write(to: URL(filePath: folder + "/model.onnx"), verifyingOn: VerificationPair(nothing, nothing))
    }
    #expect(error?.description.contains("nothing could be compared") == true)
    #expect(names.isEmpty)
  }

  @Test func metadataSayWhereTheModelComesFrom() throws {
    let exporter = try Exporter(.registration, options: .test(), library: Subjects.library)
    let entries = try ModelSummary(checking: try exporter.model()).metadata
    #expect(entries["superpoint.sha256"] == TrainedWeights.superPointHash)
    #expect(entries["superpoint.licence"] == "Apache-2.0")
    #expect(entries["superglue.weights"] == "superglue")
    #expect(entries["superpose.version"] == SuperposeVersion.current)
    #expect(entries["superpose.configuration"]?.contains("\"maxKeypoints\":1024") == true)
    #expect(entries["superpose.conventions"]?.contains("(x, y)") == true)
  }
}
