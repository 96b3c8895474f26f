import ArgumentParser
import Superpose
import SuperposeExport

/// How an exported file is tried.
struct VerificationOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo, help: "Run the written file and compare its answers with the program's own.")
  var verify = true

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Two images to try it on. (default: a pair that comes with the program)", valueName: "image"))
  var verifyWith: [String] = []

  func validate() throws {
    guard verifyWith.isEmpty || verifyWith.count == 2 else {
      throw ValidationError("--verify-with: expected two images, found \(verifyWith.count).")
    }
  }

  /// Nil where it was declined.
  func pair() throws -> VerificationPair? {
    guard verify else { return nil }
    guard verifyWith.count == 2 else { return try VerificationPair.builtIn() }
    return VerificationPair(try Image(contentsOf: verifyWith[0]), try Image(contentsOf: verifyWith[1]))
  }
}
