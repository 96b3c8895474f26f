import Foundation

/// Runs another program to its end.
public enum Command {
  public struct Outcome {
    public let status: Int32
    /// The text of both streams.
    public let text: String
  }

  /// What the machine lacks for a test, and what to do.
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs Python with the packages of `Tests/python/requirements.txt`, which `./test` installs.
  public static func python(_ arguments: [String]) throws -> Outcome {
    guard let folder = ProcessInfo.processInfo.environment["SUPERPOSE_TEST_PYTHONPATH"] else {
      throw Missing(description: "run the tests with ./test, or in a shell with eval \"$(scripts/environment)\"")
    }
    guard FileManager.default.fileExists(atPath: folder) else {
      throw Missing(description: "the tests' Python packages are missing; run ./test once")
    }
    return try run(["python3"] + arguments, ["PYTHONPATH": folder])
  }

  public static func run(_ command: [String], _ environment: [String: String] = [:]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, text: String(decoding: output, as: UTF8.self))
  }
}
