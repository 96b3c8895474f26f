import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles
import SuperposeReport

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Makes pages to look at results with that are there already.",
    discussion: """
      In a folder that 'superpose register' has written it makes report.html: both pictures to swipe, blink and \
      compare in other ways, the matches, the numbers and the transform. In a folder that 'superpose batch' has \
      written it makes a page for each pair, and index.html with a table of all; in one that 'superpose stack' has \
      written it makes report.html with a player. A page is one file that works in any \
      browser without a network. It needs the images that were registered: run it where they are found under the \
      names that were given then, or name their folder.
      """)

  @Argument(
    help: ArgumentHelp(
      "What 'superpose register', 'superpose batch' or 'superpose stack' has written.", valueName: "folder"))
  var folders: [String]

  @Option(
    help: ArgumentHelp(
      "A folder to look for the images in where they are not under the names that were given. (repeatable)",
      valueName: "folder"))
  var images: [String] = []

  @OptionGroup var size: PageSizeOptions
  @OptionGroup var output: OutputOptions

  /// A page that was written, as `--json` lists it.
  private struct Made: Encodable {
    let page: String
  }

  func run() throws {
    var made: [Made] = []
    var errors: [any Error] = []
    for folder in folders {
      do {
        let (page, failures) = try pages(of: folder)
        made.append(Made(page: page))
        errors += failures
      } catch { errors.append(error) }
    }
    for error in errors { Console.complain("\(error)") }
    if !made.isEmpty || output.json {
      try output.present(json: made, summary: made.map { "written     \($0.page)" }.joined(separator: "\n"))
    }
    if let first = errors.first { throw ExitCode(ExitStatus(for: first).rawValue) }
  }

  /// Writes the pages of a folder, and returns the page to begin with and the errors of those that could not be
  /// written.
  private func pages(of folder: String) throws -> (page: String, errors: [any Error]) {
    let list = ListFolder(URL(path: folder))
    let stack = StackFolder(URL(path: folder))
    if stack.hasResult {
      try stack.writePage(try stack.report(), size.options)
      return (folder + "/" + StackFolder.pageName, [])
    }
    guard list.hasResults else {
      try ResultFolder(URL(path: folder)).writePage(size.options, images: images.map(URL.init(path:)))
      return (folder + "/" + ResultFolder.pageName, [])
    }
    let results = try list.results()
    var progress = ProgressLine(isQuiet: output.quiet)
    let errors = try list.writePages(results, size.options, images: images.map(URL.init(path:))) {
      progress.show("pages", $0, of: results.count)
    }
    progress.end()
    return (folder + "/" + ListFolder.pageName, errors)
  }
}
