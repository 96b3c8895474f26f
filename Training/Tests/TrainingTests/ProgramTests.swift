import Foundation
import SuperposeGeometry
import SuperposeTorch
import Testing
import TrainingTestSupport

@testable import SuperposeTraining

/// Runs the program that is built beside the tests.
private struct Program {
  let process = Process()
  private let errors = Pipe()

  init(_ arguments: [String]) throws {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    process.executableURL = folder.appendingPathComponent("superpose-train")
    process.arguments = arguments
    process.standardError = errors
    // Threads of the tests block signals, and a program that they start would inherit that.
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
  }

  /// Waits for the end, and returns the output on the standard error.
  func finish() -> String {
    let data = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}

@Suite(.usesTorch)
struct ProgramTests {
  private static func shapes(_ run: URL, _ more: [String] = []) -> [String] {
    [
      "shapes", "--output", run.path, "--steps", "600", "--batch", "2", "--size", "64x64", "--precision", "f32",
      "--threads", "1", "--learning-rate", "0.001",
    ] + more
  }

  /// A run that is interrupted by Ctrl-C twice, the second time after it was resumed, ends where it would have without
  /// that.
  @Test func anInterruptedRunIsWhereItWouldHaveBeen() throws {
    let folder = try TemporaryFolder()
    let stage = try StageFolder(folder.url, stage: "shapes")
    let first = try Self.interrupted(Self.shapes(folder.url), stage, after: 0)
    let again = try Program(Self.shapes(folder.url))
    #expect(again.finish().contains("--resume") && again.process.terminationStatus == 73)
    let second = try Self.interrupted(Self.shapes(folder.url, ["--resume"]), stage, after: first)
    let saved = try SavedState(stage)
    #expect(first > 0 && second > first && second < 600 && saved.step == second)

    var settings = TrainingSettings(length: .steps(600), learningRate: 1e-3, batch: 2)
    settings.isMixedPrecision = false
    settings.secondsBetweenEvaluations = .infinity
    Torch.useThreads(1)
    let other = try StageFolder(folder.url, stage: "other")
    let whole = Killable(
      ShapesStage(settings, other, size: ImageSize(width: 64, height: 64), saved: nil), other, end: second,
      evaluates: false)
    #expect(throws: Killed.self) {
      try TrainingLoop(settings: settings, folder: other, progress: ProgressLine()).run(whole)
    }
    #expect(try SavedState(other).parameters == saved.parameters)
    #expect(try SavedState(other).optimiser == saved.optimiser)
  }

  /// Runs until some steps are done, then asks to stop, and returns the step after which it stopped.
  private static func interrupted(_ arguments: [String], _ stage: StageFolder, after step: Int) throws -> Int {
    let program = try Program(arguments)
    // The first line of a run follows its first step.
    let metrics = stage.file("metrics.jsonl")
    let deadline = Date() + 120
    func hasStepped() -> Bool {
      let lines = (try? String(contentsOf: metrics, encoding: .utf8))?.split(separator: "\n") ?? []
      return lines.contains { $0.contains("\"rate\"") && number($0) > step }
    }
    while !hasStepped(), program.process.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.05) }
    Thread.sleep(forTimeInterval: 0.5)
    program.process.interrupt()
    let text = program.finish()
    #expect(program.process.terminationStatus == 130, "\(text)")
    #expect(text.contains("stopped after step"))
    return try SavedState(stage).step
  }

  private static func number(_ line: Substring) -> Int {
    let values = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return values?["step"] as? Int ?? 0
  }
}
