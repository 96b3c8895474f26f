import Foundation
import SuperposeCheckpoints
import SuperposeExport
import SuperposeMatching
import TestSupport
import Testing

/// Runs `onnx.checker` and ONNX Runtime, both from PyPI, on exported models.
@Suite struct OtherRuntimes {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "superpose-export-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private typealias Case = @Sendable (ExpectedAnswers) throws -> [String: Tensor]

  private struct Entry: Encodable {
    let model: String
    let cases: [String]
  }

  /// Writes a model with its cases, runs the checker on it, and removes both.
  private func check(
    _ kind: ExportKind, _ options: ExportOptions, superGlue: [String: Tensor] = Subjects.startWeights,
    _ cases: [Case]
  ) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let answers = ExpectedAnswers(
      options: options, superPoint: try Subjects.superPoint(), superGlue: try Subjects.superGlue(superGlue))
    let model = try Subjects.model(kind, options, superGlue: superGlue)
    try model.write(to: URL(fileURLWithPath: folder + "/model.onnx"))
    let names = try cases.enumerated().map { index, make in
      try SafetensorsWriter.write(
        try make(answers), precision: .f32, to: URL(filePath: folder + "/\(index).safetensors"))
      return "\(index).safetensors"
    }
    let list = try JSONEncoder().encode([Entry(model: "model.onnx", cases: names)])
    try list.write(to: URL(fileURLWithPath: folder + "/cases.json"))
    let script = Subjects.repository + "/Tests/ExportTests/Python/check_answers.py"
    let outcome = try Command.python([script, folder])
    #expect(outcome.status == 0, "\(outcome.text.suffix(2000))")
    #expect(outcome.text.contains("\(cases.count) cases agree"))
  }

  /// The cases have unequal sides of odd lengths, blank images on one side and on both, and the smallest image.
  private static let registrations: [Case] = [
    { try $0.registration([(try Subjects.picture("a.jpg", 320, 240), try Subjects.picture("b.jpg", 320, 240))]) },
    { try $0.registration([(try Subjects.picture("a.jpg", 251, 199), try Subjects.picture("b.jpg", 304, 207))]) },
    { try $0.registration([(try Subjects.picture("a.jpg", 160, 160), Subjects.blank(93, 40))]) },
    { try $0.registration([(Subjects.blank(160, 120), try Subjects.picture("a.jpg", 160, 160))]) },
    { try $0.registration([(Subjects.blank(1, 1), Subjects.blank(33, 47))]) },
  ]

  @Test(arguments: ExportOptions.opsets)
  func dynamicRegistrations(opset: Int) throws {
    try check(.registration, .test(opset: opset, rounds: opset == 17 ? 100 : 5), Self.registrations)
  }

  @Test(arguments: ExportOptions.opsets)
  func aStaticBatchOfThree(opset: Int) throws {
    try check(
      .registration, .test(.static, size: (251, 199), count: 300, batch: 3, opset: opset, rounds: 5),
      [
        {
          let (a, b) = (try Subjects.picture("a.jpg", 251, 199), try Subjects.picture("b.jpg", 251, 199))
          return try $0.registration([(a, b), (Subjects.blank(251, 199), a), (b, a)])
        }
      ])
  }

  /// The options are those of the command with `--opset 16 --size 640x640 --max-keypoints 700`.
  @Test func aRegistrationOfOneSize() throws {
    try check(
      .registration, .test(size: (640, 640), count: 700, opset: 16, rounds: 100),
      [{ try $0.registration([(try Subjects.picture("a.jpg", 640, 640), try Subjects.picture("b.jpg", 640, 640))]) }])
  }

  @Test(arguments: ExportOptions.opsets)
  func keypoints(opset: Int) throws {
    try check(
      .superpoint, .test(opset: opset),
      [
        { try $0.superpoint([try Subjects.picture("a.jpg", 251, 199)]) },
        { try $0.superpoint([Subjects.blank(64, 48)]) },
      ])
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try check(
      .superpoint, .test(.static, size: (251, 199), count: 200, batch: 2, opset: opset),
      [{ try $0.superpoint([try Subjects.picture("a.jpg", 251, 199), Subjects.blank(251, 199)]) }])
  }

  @Test(arguments: ExportOptions.opsets)
  func matchesOfAnyNumberOfPoints(opset: Int) throws {
    let counts = [(1, 1), (40, 25), (0, 9), (9, 0), (0, 0)] + (opset == 17 ? [(1, 1500), (1500, 700)] : [])
    try check(
      .superglue, .test(opset: opset, rounds: opset == 17 ? 100 : 5), superGlue: Subjects.ruleWeights,
      counts.map { count0, count1 in
        {
          try $0.superglue([
            (Subjects.features(count0, 120, 90, "first"), Subjects.features(count1, 200, 160, "second"))
          ])
        }
      })
  }

  @Test func aStaticBatchOfMatches() throws {
    try check(
      .superglue, .test(.static, size: (120, 90), count: 30, batch: 3), superGlue: Subjects.ruleWeights,
      [
        { answers in
          let pairs = [(30, 12), (0, 30), (17, 1)].map { count0, count1 in
            (Subjects.features(count0, 120, 90, "first"), Subjects.features(count1, 120, 90, "second"))
          }
          return try answers.superglue(pairs)
        }
      ])
  }
}
