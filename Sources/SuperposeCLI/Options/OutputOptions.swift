import ArgumentParser
import SuperposeFiles

/// The form of the output.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print the result as JSON, and nothing else, to the standard output.")
  var json = false

  @Flag(help: "Print nothing but errors, and the JSON where it is asked for.")
  var quiet = false

  /// Prints the JSON or the summary, whichever was asked for.
  func present(json value: @autoclosure () throws -> some Encodable, summary: @autoclosure () -> String) throws {
    if json {
      Console.print(try JSON.document(value()))
    } else if !quiet {
      Console.print(summary())
    }
  }

  func note(_ texts: [String]) {
    if !quiet { texts.forEach(Console.note) }
  }
}
