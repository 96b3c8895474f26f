import ArgumentParser
import SuperposeReport

/// The size of the pictures in reports.
struct PageSizeOptions: ParsableArguments {
  @Option(
    name: .customLong("report-size"),
    help: ArgumentHelp("The most pixels of the long side of a report's pictures.", valueName: "pixels"))
  var longSide = 2048

  func validate() throws {
    guard (64...16384).contains(longSide) else {
      throw ValidationError("--report-size: expected 64 to 16384 pixels, found \(longSide)")
    }
  }

  var options: ReportOptions {
    let entries = Environment.library.list()
    var options = ReportOptions()
    options.longSide = longSide
    options.licence = { entries.licence(of: $0) }
    return options
  }
}

/// Whether a command that registers writes reports too.
struct PageOptions: ParsableArguments {
  @Flag(
    name: .customLong("report"),
    help: "Also write pages to look at the results with, in any browser and without a network.")
  var isWanted = false

  @OptionGroup var size: PageSizeOptions
}
