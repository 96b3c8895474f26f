import Foundation
import Mustache
import Superpose
import SuperposeFiles

/// The parts of a page around its content: the head, style sheets, scripts, and what the page may load.
struct PageShell {
  let title: String
  let version = SuperposeVersion.current
  /// The Content-Security-Policy; nil where a server sends it.
  let policy: String?
  let inlineStyle: String?
  let inlineScript: String?
  let styleLinks: [String]
  let scriptLinks: [String]

  init(title: String, page: Page, assets: PageAssets) throws {
    self.title = title
    switch assets {
    case .inside:
      let (style, script) = (try page.style(), try page.script())
      policy = Self.policy(style: style, script: script)
      (inlineStyle, inlineScript) = (style, script)
      (styleLinks, scriptLinks) = ([], [])
    case .linked(let style, let script):
      (policy, inlineStyle, inlineScript) = (nil, nil, nil)
      (styleLinks, scriptLinks) = ([style], [script])
    }
  }

  /// Returns a policy that allows this style sheet and this script, pictures from the page itself and from beside it,
  /// and no network.
  private static func policy(style: String, script: String) -> String {
    """
    default-src 'none'; img-src data: file: 'self'; style-src '\(digest(style))'; script-src '\(digest(script))'; \
    base-uri 'none'; form-action 'none'
    """
  }

  private static func digest(_ text: String) -> String {
    let hexadecimal = sha256(of: Array(text.utf8))
    let pairs = stride(from: 0, to: hexadecimal.count, by: 2).map { start in
      let index = hexadecimal.index(hexadecimal.startIndex, offsetBy: start)
      return UInt8(hexadecimal[index...].prefix(2), radix: 16) ?? 0
    }
    return "sha256-" + Data(pairs).base64EncodedString()
  }
}

/// Where a page finds its style sheets and scripts.
public enum PageAssets: Hashable, Sendable {
  /// In the page itself, which is then a single file that needs no other.
  case inside
  /// At addresses of a server, which holds what ``Page/style()`` and ``Page/script()`` return.
  case linked(style: String, script: String)
}

/// Fills the templates of the folder `Templates`. Values are escaped as HTML unless a template says otherwise.
enum PageTemplates {
  private static let names = ["report", "viewer", "list", "stack", "head", "foot"]

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
