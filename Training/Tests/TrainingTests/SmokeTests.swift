import Foundation
import SuperposeCheckpoints
import SuperposeNetworks
import Testing

/// Runs the whole training on a small scale, as a user does.
@Suite(.usesTorch, .serialized) struct SmokeTests {
  private static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The program that is built beside these tests.
  private static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("superpose-train")

  private func run(_ arguments: [String]) throws -> (status: Int32, errors: String) {
    let process = Process()
    let log = FileManager.default.temporaryDirectory.appendingPathComponent("smoke-\(UUID().uuidString).log")
    try Data().write(to: log)
    defer { try? FileManager.default.removeItem(at: log) }
    let output = try FileHandle(forWritingTo: log)
    process.executableURL = Self.program
    process.arguments = arguments
    process.standardError = output
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOf: log, encoding: .utf8))
  }

  private func evaluations(_ stage: URL, _ key: String) throws -> [Double] {
    let text = try String(contentsOf: stage.appendingPathComponent("metrics.jsonl"), encoding: .utf8)
    return try text.split(separator: "\n").compactMap { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["validation_" + key] as? Double
    }
  }

  @Test func aFolderOfAFewPhotographsGivesNetworksThatLoad() throws {
    let folder = try TemporaryFolder()
    let photographs = Self.package.deletingLastPathComponent().appendingPathComponent("examples").path
    let outcome = try run(["run", "--smoke", "--photos", photographs, "--output", folder.file("run").path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("only 6 photographs"))

    let shapes = try evaluations(folder.file("run/shapes"), "loss")
    #expect(shapes.count >= 2 && shapes.last! < shapes.first!, "\(shapes)")
    let superPoint = folder.file("run/superpoint")
    for key in ["matching_precision", "matching_recall"] {
      let values = try evaluations(superPoint, key)
      #expect(values.count >= 2 && values.last! > 1.3 * values.first!, "\(key): \(values)")
    }
    let superGlue = folder.file("run/superglue")
    let losses = try evaluations(superGlue, "loss")
    #expect(losses.last! < losses.first!, "\(losses)")
    let precision = try evaluations(superGlue, "precision")
    #expect(precision.last! > precision.first!, "precision: \(precision)")
    // On the one photograph that is kept back a hundred steps gain nothing yet, and must lose nothing.
    let recall = try evaluations(superGlue, "recall")
    #expect(recall.last! > recall.first! - 0.03, "recall: \(recall)")

    let point = try Checkpoint(contentsOf: superPoint.appendingPathComponent("superpoint.safetensors"))
    _ = try point.parameters(matching: SuperPointNetwork.parameters)
    let glue = try Checkpoint(contentsOf: superGlue.appendingPathComponent("superglue.safetensors"))
    _ = try glue.parameters(matching: SuperGlueNetwork.parameters)
    for picture in ["shapes/curves.png", "superpoint/curves.png", "superglue/curves.png", "superglue/matches.png"] {
      #expect(FileManager.default.fileExists(atPath: folder.file("run/" + picture).path), "\(picture)")
    }
  }

  @Test(arguments: [
    (["shapes", "--output", "/proc/nowhere", "--steps", "1"], 73, "cannot make the folder"),
    (["labels", "--output", "/tmp/no-run-here", "--photos", "/no/such.pack"], 66, "/no/such.pack"),
    (["shapes", "--output", "/tmp/no-run-here", "--steps", "0"], 64, "1 or more"),
    (["shapes", "--output", "/tmp/no-run-here", "--device", "tpu"], 65, "not 'tpu'"),
  ])
  func whatCannotBeDoneIsSaid(_ arguments: [String], _ status: Int32, _ message: String) throws {
    let outcome = try run(arguments)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
