import Foundation
import Hummingbird
import SuperposeReport
import SuperposeServerCore

/// The page's files, read once. Addresses name them; no part of an address becomes part of a path.
struct Assets: Sendable {
  struct Asset: Sendable {
    let type: String
    let text: String
  }

  let page: String
  let api: String
  /// By name.
  let files: [String: Asset]

  init() throws {
    page = try Self.text("Page/index.html")
    api = try Self.text("openapi.json")
    let (css, javaScript) = ("text/css; charset=utf-8", "text/javascript; charset=utf-8")
    files = [
      "report.css": Asset(type: css, text: try Page.report.style()),
      "report.js": Asset(type: javaScript, text: try Page.report.script()),
      "service.css": Asset(type: css, text: try Self.text("Page/service.css")),
      "service.js": Asset(type: javaScript, text: try Self.scripts.map(Self.text).joined()),
    ]
  }

  /// The page's own is the last and starts everything.
  private static let scripts = ["api", "pictures", "history", "page"].map { "Page/scripts/\($0).js" }

  private static func text(_ name: String) throws -> String {
    let path = Bundle.module.bundlePath + "/" + name
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw ServiceError("the program's own file '\(path)' is missing; install it again")
    }
    return text
  }
}

/// Pictures that the page offers to try.
struct Examples: Sendable {
  struct Pair: Encodable, Sendable {
    let title: String
    let moving: String
    let fixed: String
  }

  private static let pairs = [
    Pair(title: "a photographed map", moving: "map-photographed.jpg", fixed: "map.jpg"),
    Pair(title: "two different things", moving: "cat.jpg", fixed: "coffee.jpg"),
  ]

  /// Paths by name.
  let files: [String: String]

  init(folder: String?) {
    let names = Self.pairs.flatMap { [$0.moving, $0.fixed] }
    let found = names.compactMap { name in folder.map { (name, $0 + "/" + name) } }
      .filter { FileManager.default.fileExists(atPath: $0.1) }
    files = Dictionary(found) { first, _ in first }
  }

  var there: [Pair] { Self.pairs.filter { files[$0.moving] != nil && files[$0.fixed] != nil } }
}

extension SuperposeService {
  var pageRoutes: [Route] {
    [
      Route(.get, "/", isOpen: true) { _, _ in .text(assets.page, type: "text/html; charset=utf-8") },
      Route(.get, "/openapi.json", isOpen: true) { _, _ in .text(assets.api, type: "application/json") },
      Route(.get, "/assets/:name", isOpen: true) { _, context in
        guard let asset = assets.files[context.parameters.get("name") ?? ""] else {
          throw Problem(.notFound, "there is no such file")
        }
        var response = Response.text(asset.text, type: asset.type)
        response.headers[.cacheControl] = "no-cache"
        return response
      },
      Route(.get, "/examples", isOpen: true) { _, _ in try .json(examples.there) },
      Route(.get, "/examples/:name", isOpen: true) { _, context in
        guard let path = examples.files[context.parameters.get("name") ?? ""] else {
          throw Problem(.notFound, "there is no such example")
        }
        return try await .file(path, type: "image/jpeg", context)
      },
    ]
  }
}
