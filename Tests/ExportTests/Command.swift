import Foundation
import Testing

/// Runs another program to its end.
enum Command {
  struct Outcome {
    let status: Int32
    /// The text of both streams.
    let text: String
  }

  /// Runs Python with the packages of `Tests/python/requirements.txt`, which `./test` installs.
  static func python(_ arguments: [String]) throws -> Outcome {
    let folder = try #require(
      ProcessInfo.processInfo.environment["SUPERPOSE_TEST_PYTHONPATH"],
      "run the tests with ./test, or in a shell with eval \"$(scripts/environment)\"")
    try #require(
      FileManager.default.fileExists(atPath: folder), "the tests' Python packages are missing; run ./test once")
    return try run(["python3"] + arguments, ["PYTHONPATH": folder])
  }

  static func run(_ command: [String], _ environment: [String: String] = [:]) throws -> Outcome {
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
