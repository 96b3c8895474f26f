import ArgumentParser
import Foundation
import SuperposeTraining

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measures a run's networks with the program that will use them.",
    discussion: """
      Runs `superpose evaluate` with the run's weights: on pairs with true homographies (--data), on synthetic pairs \
      of photographs \
      that were not trained on (--photos), or both. Options after -- are passed on.
      """)

  @Option(name: .customLong("run"), help: ArgumentHelp("The folder of the run.", valueName: "folder"))
  var folder: String
  @Option(help: ArgumentHelp("Sequences in the layout of HPatches.", valueName: "folder")) var data: String?
  @Option(help: ArgumentHelp("Photographs that were not trained on.", valueName: "folder")) var photos: String?
  @Option(help: ArgumentHelp("Synthetic pairs.", valueName: "count")) var pairs = 200
  @Argument(parsing: .postTerminator) var rest: [String] = []

  func validate() throws {
    guard data != nil || photos != nil else { throw ValidationError("give --data, --photos or both") }
  }

  func run() throws {
    try reported {
      let superPoint = try weights("superpoint")
      var options = ["--superpoint-weights", superPoint.path]
      // A run without a trained SuperGlue is measured with its start state.
      if let superGlue = try? weights("superglue") { options += ["--superglue-weights", superGlue.path] }
      if let data {
        try evaluate(["homographies", data, "--protocol", "comparable"] + options)
        try evaluate(["homographies", data, "--protocol", "repeatability"] + options)
      }
      if let photos { try evaluate(["synthetic", photos, "--pairs", String(pairs)] + options) }
    }
  }

  private func weights(_ network: String) throws -> URL {
    let file = URL(fileURLWithPath: folder).appendingPathComponent("\(network)/\(network).safetensors")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw TrainingError(.input, "\(file.path) is not there: has the stage \(network) been trained?")
    }
    return file
  }

  private func evaluate(_ arguments: [String]) throws {
    guard let program = ProcessInfo.processInfo.environment["SUPERPOSE"] else {
      throw TrainingError(.unavailable, "SUPERPOSE must name the program superpose; ./superpose-train sets it")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    let output = URL(fileURLWithPath: folder).appendingPathComponent("evaluation-\(arguments[0])")
    process.arguments = ["evaluate"] + arguments + ["--output", output.path] + rest
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ExitCode(process.terminationStatus) }
  }
}
