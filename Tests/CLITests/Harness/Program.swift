import Foundation
import TestSupport

/// Runs the built program as a user would.
struct Program {
  struct Outcome {
    let status: Int32
    let output: Data
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    func json() throws -> Any { try JSONSerialization.jsonObject(with: output) }
  }

  /// The words before the program's path, such as `setpriv` and its options.
  var prefix: [String] = []
  /// The working folder.
  var folder = Repository.path
  /// Variables that are added to the environment.
  var environment: [String: String] = [:]

  func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

  func run(_ arguments: [String]) throws -> Outcome {
    let run = try start(arguments)
    return try run.finish()
  }

  /// - Parameter input: The file that the program has as its standard input.
  func run(_ arguments: [String], input: String) throws -> Outcome {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: input))
    return try start(arguments, input: file).finish()
  }

  /// - Parameter input: The program's standard input, a file or a pipe.
  func start(_ arguments: [String], input: Any = FileHandle.nullDevice) throws -> Run {
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = prefix + [Self.executable] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = childEnvironment(scratch)
    process.standardInput = input
    process.standardOutput = try scratch.create("output")
    process.standardError = try scratch.create("errors")
    try process.run()
    return Run(process: process, scratch: scratch)
  }

  /// Returns a small part of this process's environment (so no desktop), and a fixed width for help.
  private func childEnvironment(_ scratch: Scratch) -> [String: String] {
    let own = ProcessInfo.processInfo.environment
    var child = own.filter { ["PATH", "HOME", "XDG_CACHE_HOME", "LD_LIBRARY_PATH", "TMPDIR"].contains($0.key) }
    child["COLUMNS"] = "100"
    child["XDG_DATA_HOME"] = scratch.path
    return child.merging(environment) { $1 }
  }

  /// The path of `superpose`, which lies beside the test bundle.
  static var executable: String {
    Bundle.main.bundleURL.appendingPathComponent("superpose").path
  }
}

/// A run that has begun. (Its output goes to files, so that a full pipe cannot stop it.)
struct Run {
  let process: Process
  fileprivate let scratch: Scratch

  /// Waits until the program has written so many lines, and returns whether it did.
  func waitForOutput(lines: Int) -> Bool {
    for _ in 0..<6000 {
      if let text = try? scratch.text("output"), text.count(where: { $0 == "\n" }) >= lines { return true }
      usleep(10_000)
    }
    return false
  }

  func finish() throws -> Program.Outcome {
    process.waitUntilExit()
    return Program.Outcome(
      status: process.terminationStatus, output: try scratch.contents("output"),
      errors: String(decoding: try scratch.contents("errors"), as: UTF8.self))
  }
}
