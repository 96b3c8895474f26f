import Foundation
import SuperposeTraining

/// The program `superpose-train-tools`, which lies beside this one. It reads photographs and draws pictures, for which
/// it needs OpenCV; a machine that only trains may lack that.
enum Companion {
  private static var program: URL {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return own.deletingLastPathComponent().appendingPathComponent("superpose-train-tools")
  }

  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: program.path) }

  /// Runs the tools.
  ///
  /// - Parameters:
  ///   - arguments: The arguments of the command line.
  ///   - showsOutput: Whether their output goes to the standard error.
  /// - Returns: The exit status.
  static func run(_ arguments: [String], showsOutput: Bool) throws -> Int32 {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.standardOutput = showsOutput ? FileHandle.standardError : FileHandle.nullDevice
    if !showsOutput { process.standardError = FileHandle.nullDevice }
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Draws a run's curves and sample matches if the tools are there. A picture that cannot be drawn does not stop the
  /// training.
  static func draw(run: URL) {
    guard isThere else { return }
    _ = try? self.run(["curves", run.path], showsOutput: false)
    let matches = run.appendingPathComponent("superglue/matches.json")
    guard FileManager.default.fileExists(atPath: matches.path) else { return }
    _ = try? self.run(["matches", matches.path], showsOutput: false)
  }
}
