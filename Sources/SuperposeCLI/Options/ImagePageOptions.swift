import ArgumentParser
import Superpose
import SuperposeImaging

/// Which pages of TIFF files are registered.
struct ImagePageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Register this page of the moving TIFF file, counted from 1, and warp all of its pages. (default: the first, "
        + "alone)",
      valueName: "number"))
  var page: Int?

  @Option(
    help: ArgumentHelp(
      "The same by the channel of an OME-TIFF or of a stack of ImageJ: its first plane.", valueName: "number"))
  var channel: Int?

  @Option(help: ArgumentHelp("Register this page of the fixed TIFF file.", valueName: "number"))
  var fixedPage: Int?

  @Option(help: ArgumentHelp("The same by the channel.", valueName: "number"))
  var fixedChannel: Int?

  var pages: RegisteredPages {
    RegisteredPages(moving: Self.page(page, channel), fixed: Self.page(fixedPage, fixedChannel))
  }

  private static func page(_ page: Int?, _ channel: Int?) -> ImagePage? {
    page.map { .number($0) } ?? channel.map { .channel($0) }
  }

  func validate() throws {
    if page != nil, channel != nil { throw ValidationError("--page: expected no --channel beside it.") }
    if fixedPage != nil, fixedChannel != nil {
      throw ValidationError("--fixed-page: expected no --fixed-channel beside it.")
    }
  }
}

/// A page by its number, or all.
struct PageArgument: ExpressibleByArgument {
  static let first = PageArgument(selection: .one(.first))

  let selection: PageSelection

  private init(selection: PageSelection) { self.selection = selection }

  var defaultValueDescription: String { "1" }

  init?(argument: String) {
    if argument.lowercased() == "all" {
      selection = .all
    } else if let number = Int(argument), number > 0 {
      selection = .one(.number(number))
    } else {
      return nil
    }
  }
}
