import ArgumentParser
import Foundation

/// What is printed.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print the result as JSON, and nothing else, to the standard output.")
  var json = false

  @Flag(help: "Print nothing but errors, and the JSON where it is asked for.")
  var quiet = false

  /// Prints the JSON or the summary, as asked for.
  func present(json document: @autoclosure () throws -> Data, summary: @autoclosure () -> String) throws {
    if json {
      Console.print(try document())
    } else if !quiet {
      Console.print(summary())
    }
  }

  func note(_ texts: [String]) {
    if !quiet { texts.forEach(Console.note) }
  }
}
