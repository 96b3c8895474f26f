import Superpose
import SuperposeFiles
public import SuperposeLists
import SuperposeWeights

/// The page of a list of pairs: a table to sort and filter, with links to each pair's page.
public struct ListPage {
  /// A pair with the addresses of more about it, which are nil where there is nothing.
  public struct Pair {
    /// What was found.
    public var result: ListedResult
    /// The address of the pair's page.
    public var page: String?
    /// The address of a small picture of both images.
    public var thumbnail: String?

    /// - Parameters:
    ///   - result: what was found.
    ///   - page: the address of the pair's page.
    ///   - thumbnail: the address of a small picture of both images.
    public init(_ result: ListedResult, page: String? = nil, thumbnail: String? = nil) {
      self.result = result
      self.page = page
      self.thumbnail = thumbnail
    }
  }

  /// The page's title.
  public var title: String
  /// In the order of the list.
  public var pairs: [Pair]

  /// - Parameters:
  ///   - title: the page's title.
  ///   - pairs: in the order of the list.
  public init(title: String, pairs: [Pair]) {
    self.title = title
    self.pairs = pairs
  }

  /// The page.
  /// - Parameter assets: where it has its style sheets and scripts.
  /// - Throws: ``ReportError`` where the program's own templates are missing.
  public func html(assets: PageAssets = .inside) throws -> String {
    let shell = try PageShell(title: title, page: .list, assets: assets)
    let rows = try JSON.forScript(pairs.map(Row.init))
    return try PageTemplates.filled(.list, with: Values(shell: shell, sentence: sentence, pairs: rows))
  }

  /// The values that the template `list` names.
  private struct Values {
    let shell: PageShell
    let sentence: String
    let pairs: String
  }

  /// `3 pairs: 2 registered, 1 not registered.`
  private var sentence: String {
    let counts = Dictionary(grouping: pairs) { Row.verdict($0.result) }.mapValues(\.count)
    let kinds = [
      ("registered", "registered"), ("doubtful", "doubtful"), ("failed", "not registered"),
      ("error", "without a result"),
    ]
    let parts = kinds.compactMap { kind, words in counts[kind].map { "\(Words.count($0)) \(words)" } }
    return "\(Words.count(pairs.count)) \(pairs.count == 1 ? "pair" : "pairs"): \(parts.joined(separator: ", "))."
  }
}

/// A pair in the form that the page's script reads.
private struct Row: Encodable {
  let moving: String
  let fixed: String
  let folder: String
  let verdict: String
  @Nullable var reason: String?
  let matches: Int
  let inliers: Int
  @Nullable var error: Double?
  let overlap: Double
  let seconds: Double
  @Nullable var page: String?
  @Nullable var thumbnail: String?

  init(_ pair: ListPage.Pair) {
    let result = pair.result
    (moving, fixed, folder) = (result.moving, result.fixed, result.folder)
    verdict = Self.verdict(result)
    let reasons = result.reasons.joined(separator: "; ")
    _reason = Nullable(wrappedValue: result.error ?? (reasons.isEmpty ? nil : reasons))
    (matches, inliers) = (result.matchCount, result.inlierCount)
    _error = Nullable(wrappedValue: result.meanErrorPixels)
    (overlap, seconds) = (result.overlapFraction, result.seconds)
    _page = Nullable(wrappedValue: pair.page)
    _thumbnail = Nullable(wrappedValue: pair.thumbnail)
  }

  static func verdict(_ result: ListedResult) -> String { result.verdict?.rawValue ?? "error" }
}
