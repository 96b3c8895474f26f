import Mustache

/// Fills the templates of the folder `Templates`. Values are escaped as HTML unless a template says otherwise.
enum PageTemplates {
  private static let names = ["report", "viewer", "list", "head", "foot"]

  private static let library = Result {
    try MustacheLibrary(
      templates: Dictionary(
        uniqueKeysWithValues: names.map { ($0, try MustacheTemplate(string: try PageFiles.text("\($0).mustache"))) }))
  }

  static func filled(_ page: Page, with values: some Any) throws -> String {
    guard let text = try library.get().render(values, withTemplate: page.rawValue) else {
      throw ReportError(.incomplete, page.rawValue, problem: "it has no template", hint: "install the program again")
    }
    return text
  }
}
