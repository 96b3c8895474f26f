import Foundation
import SuperposeTraining

/// `superpose-train-tools`, beside this program: it reads photographs and draws pictures, and so needs OpenCV, which a
/// machine that only trains may lack.
enum Companion {
  private static var program: URL {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return own.deletingLastPathComponent().appendingPathComponent("superpose-train-tools")
  }

  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: program.path) }

  /// - Parameter showsOutput: whether what it prints goes to standard error.
  /// - Returns: the exit status.
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

  /// Draws a run's curves and sample matches, if the tools are here; a picture that cannot be drawn stops nothing.
  static func draw(run: URL) {
    guard isThere else { return }
    _ = try? self.run(["curves", run.path], showsOutput: false)
    let matches = run.appendingPathComponent("superglue/matches.json")
    guard FileManager.default.fileExists(atPath: matches.path) else { return }
    _ = try? self.run(["matches", matches.path], showsOutput: false)
  }
}
